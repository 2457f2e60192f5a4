import LedgerDomain
package import LedgerLog
import LedgerValues

/// Makes proofs of events against one checkpoint.
package struct EventProofs {
    private let log: ProvenLog
    private let note: SignedNote
    private let size: Int
    private let root: SHA256Hash

    /// Against the checkpoint in a file, or a new one that is signed now.
    package init(_ ledger: Ledger, against path: String?) throws(OperationError) {
        if let path {
            log = try ProvenLog(ledger)
            note = try ProofFiles.note(path)
            let checkpoint: Checkpoint
            do { checkpoint = try Checkpoint(note.text) } catch { throw ProofFiles.invalid(path, error) }
            try log.require(checkpoint, named: path)
            (size, root) = (checkpoint.size, checkpoint.root)
        } else {
            let signer = try CheckpointSigner(ledger)
            log = signer.log
            size = log.head.size
            note = try signer.sign(size: size)
            root = try log.root(at: size)
        }
    }

    /// The event's line goes with it, as the data that C2SP tlog-proof leaves room for.
    ///
    /// It is checked before it is given away: of what was changed behind the log's back there is no proof.
    package func proof(of position: Int) throws(OperationError) -> EventProof {
        let stored: StoredRecord?
        do { stored = try log.log.record(at: position) } catch { throw .log(error) }
        guard let stored, position <= size else {
            throw .missing(.eventInCheckpoint(position: position, size: size, last: log.head.size))
        }
        let proof = try log.inclusion(of: position - 1, in: size)
        do { try proof.check(leaf: MerkleFrontier.leaf(stored.bytes), root: root) } catch {
            throw ProvenLog.unproven("#\(position)", error)
        }
        return EventProof(index: position - 1, hashes: proof.hashes, checkpoint: note, extra: stored.bytes)
    }
}
