import LedgerLog
import Testing

struct `A signer` {
    @Test func `round-trips, and has the matching public key`() throws {
        let signer = try NoteSigner(KnownNote.privateKey)
        #expect(signer.privateText == KnownNote.privateKey)
        #expect(signer.verifierKey.description == KnownNote.publicKey)
    }

    @Test func `signs as Go does`() throws {
        let note = try SignedNote(text: KnownNote.text, signedBy: NoteSigner(KnownNote.privateKey))
        #expect(note.bytes == Array(KnownNote.note.utf8))
    }

    @Test func `is different each time it is generated`() throws {
        let (one, two) = (try NoteSigner.generate(name: "EnochRoot"), try NoteSigner.generate(name: "EnochRoot"))
        #expect(one.verifierKey != two.verifierKey)
        let again = try NoteSigner(one.privateText)
        #expect(again.verifierKey == one.verifierKey)
        let note = try SignedNote(text: "hi\n", signedBy: again)
        #expect(try note.verified(by: [one.verifierKey, two.verifierKey]) == [one.verifierKey])
        #expect(throws: NoteError.unknownKeys) { try note.verified(by: [two.verifierKey]) }
    }

    @Test func `does not show its secret`() throws {
        let signer = try NoteSigner(KnownNote.privateKey)
        #expect("\(signer)" == KnownNote.publicKey)
        #expect(String(reflecting: signer) == KnownNote.publicKey)
    }

    private static let malformed: [(String, NoteKeyError)] = [
        ("", .malformed), (KnownNote.publicKey, .malformed), ("PRIVATE+KEY+", .malformed),
        ("PRIVATE+KEY+PeterNeumann+c74f20a3", .malformed),
        ("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDF", .malformed),
        ("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXH", .wrongLength(bytes: 29)),
        ("PRIVATE+KEY+PeterNeumann+c74f20a3+AoEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz", .unknownAlgorithm(2)),
        ("PRIVATE+KEY++c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz", .invalidName),
        ("PRIVATE+KEY+PeterN+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz", .idDiffers(name: "PeterN")),
        (
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDF0",
            .idDiffers(name: "PeterNeumann")
        ),
    ]

    @Test(arguments: malformed)
    func `is rejected if it is damaged`(text: String, error: NoteKeyError) {
        #expect(throws: error) { try NoteSigner(text) }
    }

    @Test func `has a seed of 32 bytes and a name`() {
        #expect(throws: NoteKeyError.wrongLength(bytes: 31)) {
            try NoteSigner(name: "a", seed: [UInt8](repeating: 1, count: 31))
        }
        #expect(throws: NoteKeyError.invalidName) { try NoteSigner.generate(name: "a b") }
    }
}
