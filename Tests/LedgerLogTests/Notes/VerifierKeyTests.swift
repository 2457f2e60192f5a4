import LedgerLog
import Testing

struct `The public key of a signer` {
    @Test(arguments: [KnownNote.publicKey, KnownNote.otherPublicKey])
    func `round-trips`(text: String) throws {
        let key = try VerifierKey(text)
        #expect(key.description == text)
        #expect(try VerifierKey(name: key.name, publicKey: key.publicKey) == key)
    }

    @Test func `has the parts of its text`() throws {
        let key = try VerifierKey(KnownNote.publicKey)
        #expect(key.name == "PeterNeumann" && key.id == 0xc74f_20a3 && key.publicKey.count == 32)
    }

    private static let malformed: [(String, NoteKeyError)] = [
        ("", .malformed), ("PeterNeumann", .malformed), ("PeterNeumann+c74f20a3", .malformed),
        ("+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", .invalidName),
        ("Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", .invalidName),
        ("Peter\u{A0}Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", .invalidName),
        ("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T", .malformed),
        ("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n", .malformed),
        ("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy", .wrongLength(bytes: 29)),
        ("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", .unknownAlgorithm(0x65)),
        ("PeterNeumann+c74f20a3+", .malformed),
        ("PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", .idDiffers(name: "PeterNeumann")),
        ("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", .idDiffers(name: "PeterNeumann")),
        ("PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", .idDiffers(name: "PeterNeuman")),
        ("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TX", .idDiffers(name: "PeterNeumann")),
        (KnownNote.privateKey, .isPrivate),
    ]

    @Test(arguments: malformed)
    func `is rejected if it is damaged`(text: String, error: NoteKeyError) {
        #expect(throws: error) { try VerifierKey(text) }
        #expect(!error.description.contains("\n"))
    }

    @Test func `needs a name and 32 bytes`() {
        let bytes = [UInt8](repeating: 1, count: 32)
        for name in ["", "a b", "a+b", "a\n", "a\u{1}", "a\u{2003}b"] {
            #expect(throws: NoteKeyError.invalidName) { try VerifierKey(name: name, publicKey: bytes) }
        }
        for count in [0, 31, 33] {
            let bytes = [UInt8](repeating: 1, count: count)
            #expect(throws: NoteKeyError.wrongLength(bytes: count)) { try VerifierKey(name: "a", publicKey: bytes) }
        }
    }

    /// Letters that Unicode treats as equal have other bytes, so the names differ.
    @Test func `is different if its name only looks the same`() throws {
        let bytes = [UInt8](repeating: 1, count: 32)
        let (one, two) = ("caf\u{E9}", "cafe\u{301}")
        #expect(one == two)
        #expect(try VerifierKey(name: one, publicKey: bytes) != VerifierKey(name: two, publicKey: bytes))
    }
}
