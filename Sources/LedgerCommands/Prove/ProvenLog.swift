import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerViews
import LedgerValues

/// A log with what is stored of its Merkle tree: what proofs and checkpoints are made of.
struct ProvenLog {
    let directory: String
    let log: SQLiteEventLog
    let head: LogHead
    private let nodes: NodeReader<Failure>

    init(_ directory: String) throws(Failure) {
        let log: SQLiteEventLog
        do {
            log = try SQLiteEventLog.openForReading(at: directory)
            head = try log.head()
        } catch { throw Failure(error) }
        let tree: StoredTree?
        do { tree = try StoredTree(directory: directory) } catch { throw Failure(error) }
        nodes = NodeReader(store: tree) { range throws(Failure) in
            do throws(EventLogError) { return try log.leaves(range) } catch { throw Failure(error) }
        }
        (self.directory, self.log) = (directory, log)
        guard try root(at: head.size) == head.frontier.root else { throw Self.damaged }
    }

    var origin: String { Checkpoint.origin(ofLedger: log.ledger) }

    func root(at size: Int) throws(Failure) -> SHA256Hash {
        try MerkleFrontier(size: size) { node throws(Failure) in try nodes.hash(of: node) }.root
    }

    /// Of an index counted from 0.
    func inclusion(of index: Int, in size: Int) throws(Failure) -> InclusionProof {
        try InclusionProof(index: index, size: size) { node throws(Failure) in try nodes.hash(of: node) }
    }

    func consistency(from old: Int, to new: Int) throws(Failure) -> ConsistencyProof {
        try ConsistencyProof(from: old, to: new) { node throws(Failure) in try nodes.hash(of: node) }
    }

    /// Fails unless the log, as it is now, begins with what the checkpoint was signed over.
    func require(_ checkpoint: Checkpoint, named name: String) throws(Failure) {
        guard checkpoint.isOf(origin: origin) else {
            throw ProofFiles.invalid(name, "it is of the log '\(checkpoint.origin)', this one is '\(origin)'")
        }
        guard checkpoint.size <= head.size else {
            let fault = AuditProblem.Fault.checkpointSize(name: name, size: checkpoint.size, found: head.size)
            throw Failure(AuditProblem(nil, fault))
        }
        guard try root(at: checkpoint.size) == checkpoint.root else {
            throw Failure(AuditProblem(nil, .checkpointRoot(name: name, size: checkpoint.size)))
        }
    }

    static func unproven(_ what: String, _ error: MerkleProofError) -> Failure {
        Failure(
            .verificationFailed,
            "verification",
            "\(what) cannot be proved: \(error)",
            hint: "stackledger verify names the first event that is wrong"
        )
    }

    private static let damaged = Failure(
        .verificationFailed,
        "verification",
        "the root in the log's head does not match the events",
        hint: "stackledger verify names the first event that is wrong"
    )
}

extension Failure {
    init(_ problem: AuditProblem) {
        self.init(
            .verificationFailed,
            "verification",
            (problem.position.map { "#\($0): " } ?? "") + problem.description,
            hint: "stackledger restore puts a backup in its place; keep this ledger as evidence",
            details: ["position": problem.position?.json ?? .null]
        )
    }
}
