import LedgerLog
import Testing

struct `A file that proves an event` {
    private static let hash = "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ="

    private func proof(_ text: String) throws(EventProofError) -> EventProof { try EventProof(Array(text.utf8)) }

    @Test func `matches C2SP's example`() throws {
        let text = KnownNote.proof + "\n" + KnownNote.checkpoint
        let proof = try proof(text)
        #expect(proof.index == 73_894 && proof.hashes.count == 5 && proof.extra.isEmpty)
        #expect(proof.hashes.first?.base64 == Self.hash)
        #expect(proof.checkpoint.bytes == Array(KnownNote.checkpoint.utf8))
        #expect(proof.bytes == Array(text.utf8))
    }

    @Test func `holds for every event, with and without extra data`() throws {
        let files = try ProofFiles()
        for index in 0..<13 {
            let written = try files.event(index, of: 13, extra: Array(repeating: 7, count: index))
            let read = try EventProof(written.bytes)
            #expect(read == written)
            #expect(try read.check(record: files.record(index), keys: files.keys) == files.checkpoint(13))
            let leaf = MerkleFrontier.leaf(files.record(index))
            #expect(try read.check(leaf: leaf, keys: files.keys) == files.checkpoint(13))
        }
    }

    @Test func `fails for another record, another position and another tree`() throws {
        let files = try ProofFiles()
        let proof = try files.event(3, of: 13)
        let differs = EventProofError.inclusion(.rootDiffers(size: 13))
        #expect(throws: differs) { try proof.check(record: files.record(4), keys: files.keys) }
        let moved = EventProof(index: 2, hashes: proof.hashes, checkpoint: proof.checkpoint)
        #expect(throws: differs) { try moved.check(record: files.record(3), keys: files.keys) }
        let outside = EventProof(index: 13, hashes: proof.hashes, checkpoint: proof.checkpoint)
        #expect(throws: EventProofError.inclusion(.noLeaf(index: 13, size: 13))) {
            try outside.check(record: files.record(3), keys: files.keys)
        }
        // The path to leaf 0 takes the same turns in trees of 3 and of 4: the signed root tells them apart.
        let smaller = try EventProof(index: 0, hashes: files.event(0, of: 3).hashes, checkpoint: files.note(4))
        #expect(throws: EventProofError.inclusion(.rootDiffers(size: 4))) {
            try smaller.check(record: files.record(0), keys: files.keys)
        }
    }

    @Test func `needs the log's key`() throws {
        let files = try ProofFiles()
        let proof = try files.event(3, of: 13)
        let other = try NoteSigner.generate(name: files.origin).verifierKey
        #expect(throws: EventProofError.checkpoint(.note(.unknownKeys))) {
            try proof.check(record: files.record(3), keys: [other])
        }
        #expect(throws: EventProofError.checkpoint(.note(.unknownKeys))) {
            try proof.check(record: files.record(3), keys: [])
        }
        let text = files.checkpoint(13).text.replacing("\n13\n", with: "\n12\n")
        let signature = String(decoding: try files.note(13).bytes, as: UTF8.self).split(separator: "\n").last ?? ""
        let resized = EventProof(
            index: 3,
            hashes: proof.hashes,
            checkpoint: try SignedNote(Array("\(text)\n\(signature)\n".utf8))
        )
        #expect(throws: EventProofError.checkpoint(.note(.badSignature(key: files.origin)))) {
            try resized.check(record: files.record(3), keys: files.keys)
        }
    }

    private static let malformed: [(String, ProofTextError)] = [
        ("", .noCheckpoint), ("c2sp.org/tlog-proof@v1\nindex 0\n", .noCheckpoint),
        ("c2sp.org/tlog-proof@v2\nindex 0\n\n", .noTitle(expected: "c2sp.org/tlog-proof@v1")),
        ("\n\n", .noTitle(expected: "c2sp.org/tlog-proof@v1")),
        ("c2sp.org/tlog-proof@v1\n\n", .invalidIndex), ("c2sp.org/tlog-proof@v1\nindex 01\n\n", .invalidIndex),
        ("c2sp.org/tlog-proof@v1\nindex -1\n\n", .invalidIndex), ("c2sp.org/tlog-proof@v1\nindex\n\n", .invalidIndex),
        ("c2sp.org/tlog-proof@v1\nindex 4611686018427387905\n\n", .invalidIndex),
        ("c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n", .invalidExtra),
        ("c2sp.org/tlog-proof@v1\nextra x\nindex 0\n\n", .invalidExtra),
        ("c2sp.org/tlog-proof@v1\nextra AB==\nindex 0\n\n", .invalidExtra),
        ("c2sp.org/tlog-proof@v1\nextra AA==\nextra AA==\nindex 0\n\n", .invalidIndex),
        ("c2sp.org/tlog-proof@v1\nindex 0\nextra AA==\n\n", .invalidHash(line: 3)),
        ("c2sp.org/tlog-proof@v1\nindex 0\n\(hash)\nAAAA\n\n", .invalidHash(line: 4)),
        ("c2sp.org/tlog-proof@v1\nextra AA==\nindex 0\n\(hash) \n\n", .invalidHash(line: 4)),
        (
            "c2sp.org/tlog-proof@v1\nindex 0\n" + String(repeating: "\(hash)\n", count: 65) + "\n",
            .tooManyHashes(65, most: 64)
        ),
        ("c2sp.org/tlog-proof@v1\nindex 0\n" + String(repeating: "\(hash)\n", count: 64) + "\n", .note(.unterminated)),
        ("c2sp.org/tlog-proof@v1\nindex 0\n\nx\n", .note(.unsigned)),
    ]

    @Test(arguments: malformed)
    func `is rejected if it is malformed`(text: String, error: ProofTextError) {
        #expect(throws: EventProofError.text(error)) { try proof(text) }
        #expect(!error.description.contains("\n"))
    }

    @Test func `has a sensible size`() {
        let large = [UInt8](repeating: 0x61, count: 2 << 20 + 1)
        #expect(throws: EventProofError.text(.tooLarge(bytes: large.count))) { try EventProof(large) }
    }
}
