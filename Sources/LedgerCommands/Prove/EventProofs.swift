import LedgerDomain
import LedgerLog
import LedgerValues

/// Makes proofs of events against one checkpoint.
struct EventProofs {
    private let log: ProvenLog
    private let note: SignedNote
    private let size: Int
    private let root: SHA256Hash

    /// Against the checkpoint in a file, or a new one that is signed now.
    init(_ directory: String, against path: String?) throws(Failure) {
        if let path {
            log = try ProvenLog(directory)
            note = try ProofFiles.note(path)
            let checkpoint: Checkpoint
            do { checkpoint = try Checkpoint(note.text) } catch { throw ProofFiles.invalid(path, error.description) }
            try log.require(checkpoint, named: path)
            (size, root) = (checkpoint.size, checkpoint.root)
        } else {
            let signer = try CheckpointSigner(directory: directory)
            log = signer.log
            size = log.head.size
            note = try signer.sign(size: size)
            root = try log.root(at: size)
        }
    }

    /// The event's line goes with it, as the data that C2SP tlog-proof leaves room for.
    ///
    /// It is checked before it is given away: of what was changed behind the log's back there is no proof.
    func proof(of position: Int) throws(Failure) -> EventProof {
        let stored: StoredRecord?
        do { stored = try log.log.record(at: position) } catch { throw Failure(error) }
        guard let stored, position <= size else {
            throw .notFound(
                "no event #\(position) among the \(size) of the checkpoint",
                hint: position <= log.head.size ? "leave out --checkpoint" : "the last is #\(log.head.size)"
            )
        }
        let proof = try log.inclusion(of: position - 1, in: size)
        do { try proof.check(leaf: MerkleFrontier.leaf(stored.bytes), root: root) } catch {
            throw ProvenLog.unproven("#\(position)", error)
        }
        return EventProof(index: position - 1, hashes: proof.hashes, checkpoint: note, extra: stored.bytes)
    }
}

/// Makes the proof that the log only grew.
struct GrowthProof {
    let file: ConsistencyProofFile
    let newSize: Int

    /// `from` and `to` are sizes or the files of checkpoints; without `to` it is all that there is now.
    init(_ directory: String, from: String, to: String?) throws(Failure) {
        let log: ProvenLog, note: SignedNote
        if let to, Int(to) == nil {
            (log, note) = (try ProvenLog(directory), try ProofFiles.note(to))
        } else {
            let signer = try CheckpointSigner(directory: directory)
            log = signer.log
            note = try signer.sign(size: try Self.size(to, upTo: log.head.size))
        }
        let new = try Self.checkpoint(note, of: log, named: to ?? "the new checkpoint")
        let old = try Self.oldSize(from, of: log)
        guard old <= new.size else {
            throw .usage("\(from) has \(old) events, what follows has \(new.size)", hint: "write the older one first")
        }
        let proof = try log.consistency(from: old, to: new.size)
        let root = try log.root(at: old)
        do { try proof.check(from: root, to: new.root) } catch {
            throw ProvenLog.unproven("growth from \(old) events", error)
        }
        file = ConsistencyProofFile(old: old, hashes: proof.hashes, checkpoint: note)
        newSize = new.size
    }

    private static func size(_ text: String?, upTo most: Int) throws(Failure) -> Int {
        guard let text else { return most }
        guard let size = Int(text), (0...most).contains(size) else {
            throw .usage("'\(text)' is no size of this ledger", hint: "sizes are 0 to \(most)")
        }
        return size
    }

    private static func oldSize(_ text: String, of log: ProvenLog) throws(Failure) -> Int {
        if Int(text) != nil { return try size(text, upTo: log.head.size) }
        return try checkpoint(try ProofFiles.note(text), of: log, named: text).size
    }

    private static func checkpoint(
        _ note: SignedNote,
        of log: ProvenLog,
        named name: String
    ) throws(Failure) -> Checkpoint {
        let checkpoint: Checkpoint
        do { checkpoint = try Checkpoint(note.text) } catch { throw ProofFiles.invalid(name, error.description) }
        try log.require(checkpoint, named: name)
        return checkpoint
    }
}
