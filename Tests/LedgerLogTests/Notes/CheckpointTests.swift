import LedgerDomain
import LedgerLog
import LedgerTesting
import Testing
import LedgerValues

struct `A checkpoint` {
    private static let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="

    @Test func `matches C2SP's example`() throws {
        let note = try SignedNote(Array(KnownNote.checkpoint.utf8))
        let checkpoint = try Checkpoint(note.text)
        #expect(checkpoint.origin == "example.com/behind-the-sofa" && checkpoint.size == 20_852_163)
        #expect(checkpoint.root.base64 == Self.root && checkpoint.extensions.isEmpty)
        #expect(Array(checkpoint.text.utf8) == Array(note.text.utf8))
    }

    @Test(arguments: ["o\n0\n\(root)\n", "o o+é\n4611686018427387904\n\(root)\nx\n y \n", "\u{2028}\n10\n\(root)\n"])
    func `round-trips`(text: String) throws {
        #expect(Array(try Checkpoint(text).text.utf8) == Array(text.utf8))
    }

    private static let malformed: [(String, CheckpointError)] = [
        ("", .note(.unterminated)), ("o\n1\n\(root)", .note(.unterminated)),
        ("\n1\n\(root)\n", .emptyLine(1)), ("o\n1\n\(root)\n\n", .emptyLine(4)), ("\n", .emptyLine(1)),
        ("o\n1\n\(root)\nx\n\ny\n", .emptyLine(5)), ("o\n1\n", .incomplete(lines: 2)), ("o\n", .incomplete(lines: 1)),
        ("o\n01\n\(root)\n", .invalidSize), ("o\n00\n\(root)\n", .invalidSize), ("o\n-1\n\(root)\n", .invalidSize),
        ("o\n+1\n\(root)\n", .invalidSize), ("o\n 1\n\(root)\n", .invalidSize), ("o\n1 \n\(root)\n", .invalidSize),
        ("o\n1e3\n\(root)\n", .invalidSize), ("o\n٣\n\(root)\n", .invalidSize),
        ("o\n4611686018427387905\n\(root)\n", .invalidSize), ("o\n9999999999999999999\n\(root)\n", .invalidSize),
        ("o\n18446744073709551617\n\(root)\n", .invalidSize), ("o\n1\nx\n", .invalidRoot),
        ("o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n", .invalidRoot),
        ("o\n1\n\(root.dropLast())\n", .invalidRoot), ("o\n1\n\(root) \n", .invalidRoot),
        ("o\n1\nAAAA\n", .invalidRoot),
    ]

    @Test(arguments: malformed)
    func `is rejected if it is malformed`(text: String, error: CheckpointError) {
        #expect(throws: error) { try Checkpoint(text) }
        #expect(!error.description.contains("\n"))
    }

    @Test func `is trusted only for the log that names the key`() throws {
        let ledger: UniqueID = "0190a6f0-0000-7000-8000-000000000001"
        let origin = Checkpoint.origin(ofLedger: ledger)
        #expect(origin == "stackledger/0190a6f0-0000-7000-8000-000000000001")
        let checkpoint = Checkpoint(origin: origin, size: 0, root: MerkleFrontier().root)
        let (own, other) = (try NoteSigner.generate(name: origin), try NoteSigner.generate(name: "stackledger/x"))
        var note = try SignedNote(text: checkpoint.text, signedBy: other)
        let keys = [own.verifierKey, other.verifierKey]
        #expect(throws: CheckpointError.foreignKey(name: "stackledger/x", origin: origin)) {
            try Checkpoint(note, verifiedBy: keys)
        }
        try note.sign(by: own)
        #expect(try Checkpoint(note, verifiedBy: keys) == checkpoint)
        #expect(throws: CheckpointError.note(.unknownKeys)) { try Checkpoint(note, verifiedBy: []) }
    }
}
