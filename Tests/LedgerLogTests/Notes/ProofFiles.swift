import LedgerLog

/// A small log with its key, and proof files for it.
struct ProofFiles {
    let tree = ReferenceTree(size: 13)
    let signer: NoteSigner
    let origin = "stackledger/0190a6f0-0000-7000-8000-000000000001"

    init() throws {
        signer = try NoteSigner(name: origin, seed: [UInt8](repeating: 9, count: 32))
    }

    var keys: [VerifierKey] { [signer.verifierKey] }

    func checkpoint(_ size: Int) -> Checkpoint {
        Checkpoint(origin: origin, size: size, root: tree.root(size))
    }

    func note(_ size: Int) throws -> SignedNote {
        try SignedNote(text: checkpoint(size).text, signedBy: signer)
    }

    func record(_ index: Int) -> [UInt8] { Array("record \(index)".utf8) }

    func event(_ index: Int, of size: Int, extra: [UInt8] = []) throws -> EventProof {
        try EventProof(
            index: index,
            hashes: tree.inclusion(index, size).hashes,
            checkpoint: note(size),
            extra: extra
        )
    }

    func growth(from: Int, to: Int) throws -> ConsistencyProofFile {
        try ConsistencyProofFile(old: from, hashes: tree.consistency(from, to).hashes, checkpoint: note(to))
    }
}
