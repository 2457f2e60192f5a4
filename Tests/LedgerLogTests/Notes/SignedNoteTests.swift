import LedgerLog
import Testing

struct `A signed note` {
    private func note(_ text: String) throws(NoteError) -> SignedNote { try SignedNote(Array(text.utf8)) }

    private func peter() throws -> VerifierKey { try VerifierKey(KnownNote.publicKey) }
    private func enoch() throws -> VerifierKey { try VerifierKey(KnownNote.otherPublicKey) }

    @Test(arguments: [KnownNote.note, KnownNote.poem, KnownNote.checkpoint, KnownNote.note + KnownNote.otherSignature])
    func `round-trips`(text: String) throws {
        #expect(try note(text).bytes == Array(text.utf8))
    }

    @Test func `has a text up to its last empty line`() throws {
        #expect(try note(KnownNote.note).text == KnownNote.text)
        let poem = try note(KnownNote.poem)
        #expect(poem.text.hasSuffix("sole:\n\ned è subito sera.\n"))
        #expect(poem.signatures.map(\.name) == ["quasimodo.example/salvatore"])
        #expect(poem.signatures.map(\.id) == [0x367b_a04b])
        #expect(poem.signatures.map(\.bytes.count) == [64])
        #expect(try note("\n" + "\n" + KnownNote.signature).text == "\n")
    }

    @Test func `is verified by those who signed it`() throws {
        let both = try note(KnownNote.note + KnownNote.otherSignature)
        #expect(try both.verified(by: [peter()]) == [peter()])
        #expect(try both.verified(by: [enoch(), peter()]) == [peter(), enoch()])
        #expect(try both.verified(by: [peter(), peter()]) == [peter()])
        #expect(try note(KnownNote.note + KnownNote.signature).verified(by: [peter()]) == [peter()])
        #expect(throws: NoteError.unknownKeys) { try both.verified(by: []) }
        #expect(throws: NoteError.unknownKeys) { try note(KnownNote.note).verified(by: [enoch()]) }
    }

    @Test func `is rejected with a bad signature by a known key, and ignores one by an unknown key`() throws {
        let falsely = try note(KnownNote.text.uppercased() + "\n" + KnownNote.signature)
        #expect(throws: NoteError.badSignature(key: "PeterNeumann")) { try falsely.verified(by: [peter()]) }
        var both = try note("another text\n\n" + KnownNote.signature)
        let signer = try NoteSigner.generate(name: "signer")
        try both.sign(by: signer)
        #expect(try both.verified(by: [signer.verifierKey]) == [signer.verifierKey])
        #expect(throws: NoteError.badSignature(key: "PeterNeumann")) {
            try both.verified(by: [signer.verifierKey, peter()])
        }
    }

    /// A key is known only if both name and id match.
    @Test func `does not know a key by its name or its id alone`() throws {
        let sameName = try NoteSigner(name: "PeterNeumann", seed: [UInt8](repeating: 3, count: 32)).verifierKey
        #expect(throws: NoteError.unknownKeys) { try note(KnownNote.note).verified(by: [sameName]) }
        let renamed = KnownNote.note.replacing("— PeterNeumann", with: "— Peter")
        #expect(throws: NoteError.unknownKeys) { try note(renamed).verified(by: [peter()]) }
    }

    @Test func `has one signature per key`() throws {
        let signer = try NoteSigner(KnownNote.privateKey)
        var signed = try note(KnownNote.text + "\n" + KnownNote.otherSignature)
        try signed.sign(by: signer)
        #expect(signed.bytes == Array((KnownNote.text + "\n" + KnownNote.otherSignature + KnownNote.signature).utf8))
        let once = signed
        try signed.sign(by: signer)
        #expect(signed.bytes == once.bytes)
    }

    @Test func `may have at most a hundred signatures`() throws {
        let most = String(repeating: KnownNote.otherSignature, count: 99) + KnownNote.signature
        var full = try note(KnownNote.text + "\n" + most)
        try full.verified(by: [peter()])
        #expect(throws: NoteError.tooManySignatures(101)) {
            try note(KnownNote.text + "\n" + most + KnownNote.signature)
        }
        #expect(throws: NoteError.tooManySignatures(101)) { try full.sign(by: .generate(name: "one-more")) }
        #expect(full.signatures.count == 100)
    }

    private static let malformed: [(String, NoteError)] = [
        ("", .unterminated), (KnownNote.text, .unsigned), ("\(KnownNote.text)\n", .unsigned),
        (String(KnownNote.note.dropLast()), .unterminated), ("\u{1}\(KnownNote.note)", .controlCharacter(line: 1)),
        (KnownNote.note.replacing("\n", with: "\r\n"), .controlCharacter(line: 1)),
        ("\(KnownNote.note)Unexpected line.\n", .malformedSignature(number: 2)),
        ("\(KnownNote.note)\n", .unsigned), ("\(KnownNote.note)\t\n", .controlCharacter(line: 5)),
        ("\(KnownNote.text)\n— Bad Name x08go/ZJkuA=\n", .malformedSignature(number: 1)),
        ("\(KnownNote.text)\n—  x08go/ZJkuA=\n", .malformedSignature(number: 1)),
        ("\(KnownNote.text)\n— Bad+Name x08go/ZJkuA=\n", .malformedSignature(number: 1)),
        ("\(KnownNote.text)\n- Name x08go/ZJkuA=\n", .malformedSignature(number: 1)),
        ("\(KnownNote.text)\n— Name x08go/ZJkuB=\n", .malformedSignature(number: 1)),
        ("\(KnownNote.text)\n— Name x08go/ZJkuA= \n", .malformedSignature(number: 1)),
        ("\(KnownNote.text)\n— Name x08goA==\n", .malformedSignature(number: 1)),
        ("\(KnownNote.text)\n— Name\n", .malformedSignature(number: 1)),
        ("\(KnownNote.text)\n— Name \n", .malformedSignature(number: 1)),
    ]

    @Test(arguments: malformed)
    func `is rejected if it is malformed`(text: String, error: NoteError) {
        #expect(throws: error) { try note(text) }
        #expect(!error.description.contains("\n"))
    }

    @Test func `is UTF-8 of limited size`() {
        #expect(throws: NoteError.invalidUTF8) { try SignedNote([0xFF] + Array(KnownNote.note.utf8)) }
        let large = [UInt8](repeating: 0x61, count: SignedNote.largest + 1)
        #expect(throws: NoteError.tooLarge(bytes: large.count)) { try SignedNote(large) }
    }

    @Test(arguments: [
        ("abc", NoteError.unterminated), ("", .unterminated), ("a\tb\n", .controlCharacter(line: 1)),
        ("a\n\u{0}\n", .controlCharacter(line: 2)),
    ])
    func `is not made from an invalid text`(text: String, error: NoteError) throws {
        let signer = try NoteSigner(KnownNote.privateKey)
        #expect(throws: error) { try SignedNote(text: text, signedBy: signer) }
    }
}
