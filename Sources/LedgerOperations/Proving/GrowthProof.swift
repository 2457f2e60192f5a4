package import LedgerLog
import LedgerValues

/// Makes the proof that the log only grew.
package struct GrowthProof {
    package let file: ConsistencyProofFile
    package let newSize: Int

    /// `from` and `to` are sizes or the files of checkpoints; without `to` it is all that there is now.
    package init(_ ledger: Ledger, from: String, to: String?) throws(OperationError) {
        let log: ProvenLog, note: SignedNote
        if let to, Int(to) == nil {
            (log, note) = (try ProvenLog(ledger), try ProofFiles.note(to))
        } else {
            let signer = try CheckpointSigner(ledger)
            log = signer.log
            note = try signer.sign(size: try Self.size(to, upTo: log.head.size))
        }
        let new = try Self.checkpoint(note, of: log, named: to ?? "the new checkpoint")
        let old = try Self.oldSize(from, of: log)
        guard old <= new.size else {
            throw .input(.sizesReversed(from: from, old: old, new: new.size))
        }
        let proof = try log.consistency(from: old, to: new.size)
        let root = try log.root(at: old)
        do { try proof.check(from: root, to: new.root) } catch {
            throw ProvenLog.unproven("growth from \(old) events", error)
        }
        file = ConsistencyProofFile(old: old, hashes: proof.hashes, checkpoint: note)
        newSize = new.size
    }

    private static func size(_ text: String?, upTo most: Int) throws(OperationError) -> Int {
        guard let text else { return most }
        guard let size = Int(text), (0...most).contains(size) else {
            throw .input(.notALedgerSize(text, most: most))
        }
        return size
    }

    private static func oldSize(_ text: String, of log: ProvenLog) throws(OperationError) -> Int {
        if Int(text) != nil { return try size(text, upTo: log.head.size) }
        return try checkpoint(try ProofFiles.note(text), of: log, named: text).size
    }

    private static func checkpoint(
        _ note: SignedNote,
        of log: ProvenLog,
        named name: String
    ) throws(OperationError) -> Checkpoint {
        let checkpoint: Checkpoint
        do { checkpoint = try Checkpoint(note.text) } catch { throw ProofFiles.invalid(name, error) }
        try log.require(checkpoint, named: name)
        return checkpoint
    }
}
