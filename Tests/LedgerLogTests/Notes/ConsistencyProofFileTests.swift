import LedgerLog
import Testing

struct `A file that proves growth` {
    private static let hash = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw="

    @Test func `matches C2SP's example`() throws {
        let proof = try ConsistencyProofFile(Array(KnownNote.consistency.utf8))
        #expect(proof.old == 20_852_014 && proof.hashes.count == 4)
        #expect(proof.hashes.first?.base64 == Self.hash)
        #expect(try Checkpoint(proof.checkpoint.text).size == 20_852_163)
        #expect(proof.bytes == Array(KnownNote.consistency.utf8))
    }

    @Test func `holds from every size to every size`() throws {
        let files = try ProofFiles()
        for to in [0, 1, 5, 8, 13] {
            for from in 0...to {
                let written = try files.growth(from: from, to: to)
                let read = try ConsistencyProofFile(written.bytes)
                #expect(read == written)
                #expect(try read.check(against: files.checkpoint(from), keys: files.keys) == files.checkpoint(to))
            }
        }
    }

    @Test func `fails if the old log was a different one`() throws {
        let files = try ProofFiles()
        let proof = try files.growth(from: 5, to: 13)
        func expect(_ error: ConsistencyProofFileError, against old: Checkpoint) {
            #expect(throws: error) { try proof.check(against: old, keys: files.keys) }
            #expect(!error.description.contains("\n"))
        }
        let old = files.checkpoint(5)
        expect(.otherOldSize(5, expected: 4), against: files.checkpoint(4))
        expect(
            .consistency(.rootDiffers(size: 5)),
            against: Checkpoint(origin: old.origin, size: 5, root: old.root.flipping(0))
        )
        expect(
            .otherLog(old: "stackledger/x", new: old.origin),
            against: Checkpoint(origin: "stackledger/x", size: 5, root: old.root)
        )
        #expect(throws: ConsistencyProofFileError.checkpoint(.note(.unknownKeys))) {
            try proof.check(against: old, keys: [])
        }
    }

    @Test func `fails if the log was shortened, or rewritten at the same size`() throws {
        let files = try ProofFiles()
        let shorter = ConsistencyProofFile(old: 13, hashes: [], checkpoint: try files.note(5))
        #expect(throws: ConsistencyProofFileError.consistency(.noGrowth(from: 13, to: 5))) {
            try shorter.check(against: files.checkpoint(13), keys: files.keys)
        }
        let rewritten = Checkpoint(origin: files.origin, size: 13, root: files.tree.root(12))
        #expect(throws: ConsistencyProofFileError.consistency(.rootDiffers(size: 13))) {
            try files.growth(from: 13, to: 13).check(against: rewritten, keys: files.keys)
        }
    }

    private static let malformed: [(String, ProofTextError)] = [
        ("", .noCheckpoint), ("old 5\n", .noCheckpoint), ("\n\n", .invalidOldSize),
        ("5\n\n", .invalidOldSize), ("old 05\n\n", .invalidOldSize), ("old  5\n\n", .invalidOldSize),
        ("old 4611686018427387905\n\n", .invalidOldSize), ("old 5\nAAAA\n\n", .invalidHash(line: 2)),
        ("old 5\n" + String(repeating: "\(hash)\n", count: 64) + "\n", .tooManyHashes(64, most: 63)),
        ("old 5\n" + String(repeating: "\(hash)\n", count: 63) + "\n", .note(.unterminated)),
    ]

    @Test(arguments: malformed)
    func `is rejected if it is malformed`(text: String, error: ProofTextError) {
        #expect(throws: ConsistencyProofFileError.text(error)) { try ConsistencyProofFile(Array(text.utf8)) }
        #expect(!error.description.contains("\n"))
    }
}
