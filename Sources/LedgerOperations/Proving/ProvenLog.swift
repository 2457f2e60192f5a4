package import LedgerLog
import LedgerSQLite
import LedgerViews
import LedgerValues

/// A log with what is stored of its Merkle tree: what proofs and checkpoints are made of.
package struct ProvenLog {
    let log: any EventLog
    package let head: LogHead
    private let nodes: NodeReader<OperationError>

    package init(_ ledger: Ledger) throws(OperationError) {
        let engine = try ledger.engine()
        do { head = try engine.head() } catch { throw .log(error) }
        let tree: StoredTree?
        do { tree = try StoredTree(ofLedger: ledger.directory) } catch { throw .views(error) }
        nodes = NodeReader(store: tree) { range throws(OperationError) in
            do throws(EventLogError) { return try engine.leaves(range) } catch { throw .log(error) }
        }
        log = engine
        guard try root(at: head.size) == head.frontier.root else { throw .proving(.headDiffers) }
    }

    var origin: String { Checkpoint.origin(ofLedger: log.ledger) }

    func root(at size: Int) throws(OperationError) -> SHA256Hash {
        try MerkleFrontier(size: size) { node throws(OperationError) in try nodes.hash(of: node) }.root
    }

    /// Of an index counted from 0.
    func inclusion(of index: Int, in size: Int) throws(OperationError) -> InclusionProof {
        try InclusionProof(index: index, size: size) { node throws(OperationError) in try nodes.hash(of: node) }
    }

    func consistency(from old: Int, to new: Int) throws(OperationError) -> ConsistencyProof {
        try ConsistencyProof(from: old, to: new) { node throws(OperationError) in try nodes.hash(of: node) }
    }

    /// Fails unless the log, as it is now, begins with what the checkpoint was signed over.
    func require(_ checkpoint: Checkpoint, named name: String) throws(OperationError) {
        guard checkpoint.isOf(origin: origin) else {
            throw ProofFiles.invalid(name, "it is of the log '\(checkpoint.origin)', this one is '\(origin)'")
        }
        guard checkpoint.size <= head.size else {
            let fault = AuditProblem.Fault.checkpointSize(name: name, size: checkpoint.size, found: head.size)
            throw .proving(.problem(AuditProblem(nil, fault)))
        }
        guard try root(at: checkpoint.size) == checkpoint.root else {
            throw .proving(.problem(AuditProblem(nil, .checkpointRoot(name: name, size: checkpoint.size))))
        }
    }

    static func unproven(_ what: String, _ error: MerkleProofError) -> OperationError {
        .proving(.unproven(what: what, why: "\(error)"))
    }
}
