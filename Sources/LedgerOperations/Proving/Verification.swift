import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerSystem
import LedgerViews
import LedgerValues

/// Holds a ledger against itself and against what others keep of it, and tells what was found.
package struct Verification {
    private let directory: String
    private let checkpoints: [String]
    private let keys: [String]

    package enum Depth: Sendable {
        /// What is stored of the tree is believed, and only the newest events are hashed.
        case quick
        case records
        /// SQLite's pages and indexes too.
        case full
    }

    /// `checkpoints` are files, `keys` texts; without any, the ledger's own key counts.
    package init(directory: String, checkpoints: [String], keys: [String]) {
        (self.directory, self.checkpoints, self.keys) = (directory, checkpoints, keys)
    }

    package func run(_ depth: Depth, report: @escaping Report) throws(OperationError) -> VerificationReport {
        let kept = try keptCheckpoints()
        var options = AuditOptions()
        options.depth = depth.ofAudit
        options.claims = kept.map {
            AuditOptions.Claim(name: $0.name, size: $0.checkpoint.size, root: $0.checkpoint.root)
        }
        options.tree = try? StoredTree(ofLedger: directory)
        options.progress = { done, total in report(.progress(.verifying, done: done, total: total)) }
        let audit = try audited(options)
        let problems = foreign(kept, audit) + (try foreignKey(audit)) + audit.problems
        // Views of a log that is wrong are not worth a word, and those of a ledger of somebody else are not asked.
        let isAsked = audit.problems.isEmpty && LedgerDirectory(directory).foreignAccess == nil
        let views = isAsked ? try compareViews(depth, report) : .leftOut
        let keys = audit.problems.isEmpty ? try keySuccessions(of: audit.ledger) : nil
        return VerificationReport(
            audit,
            problems + views.problems + (keys?.problems ?? []),
            kept.map(\.name),
            options,
            views: views.detail,
            keys: keys?.detail
        )
    }

    private func keySuccessions(of ledger: UniqueID) throws(OperationError) -> KeySuccessions {
        var keys = KeySuccessions(of: ledger)
        do {
            try keys.read(.ledger(ledger), in: try SQLiteEventLog.openForReading(at: directory))
        } catch { throw .log(error) }
        return keys
    }

    private func audited(_ options: AuditOptions) throws(OperationError) -> AuditReport {
        do { return try DirectoryAudit.run(at: directory, options) } catch {
            switch error {
            case .damaged(let what): throw .proving(.problem(AuditProblem(nil, .database(what))))
            case .notALedger where DurableFile.exists("\(directory)/log.db"):
                throw .proving(.problem(AuditProblem(nil, .database("log.db is not a ledger's log"))))
            default: throw .log(error)
            }
        }
    }
}

// MARK: - Views

extension Verification {
    private enum ViewFinding {
        case leftOut
        case good(String)
        case bad(String)

        var detail: String? {
            if case .good(let detail) = self { detail } else { nil }
        }

        var problems: [AuditProblem] {
            if case .bad(let row) = self { [AuditProblem(nil, .views(row))] } else { [] }
        }
    }

    /// The stages of how many events are compared, counted from the end.
    private static let newest = 1_000

    private func compareViews(_ depth: Depth, _ report: @escaping Report) throws(OperationError) -> ViewFinding {
        guard let compared = depth.ofViews(newest: Self.newest) else { return .leftOut }
        let log: SQLiteEventLog
        do { log = try SQLiteEventLog.openForReading(at: directory) } catch { throw .log(error) }
        do {
            guard let audit = try ViewAudit(directory: directory, log: log) else {
                return .good("there are none that a query would read")
            }
            let found = try audit.difference(compared) { done, total in
                report(.progress(.verifying, done: done, total: total))
            }
            if let found { return .bad(found) }
            return .good("\(compared.detail), at #\(audit.position)")
        } catch {
            guard case .damaged(let what) = error else { throw .views(error) }
            return .bad(what)
        }
    }
}

extension Verification.Depth {
    fileprivate func ofViews(newest: Int) -> ViewAudit.Depth? {
        switch self {
        case .quick: nil
        case .records: .newest(events: newest)
        case .full: .all
        }
    }
}

extension ViewAudit.Depth {
    fileprivate var detail: String {
        switch self {
        case .newest(let events): "what views.db says of the stages of the newest \(events) events is right"
        case .all: "views.db is what the log makes of it"
        }
    }
}

// MARK: - Checkpoints

extension Verification {
    private struct Kept {
        let name: String
        let checkpoint: Checkpoint
    }

    /// Those that were given, and the last that was signed here.
    private func keptCheckpoints() throws(OperationError) -> [Kept] {
        let given = try TrustedKeys.given(keys, orOf: checkpoints.isEmpty ? nil : directory)
        var kept: [Kept] = []
        for path in checkpoints {
            let checkpoint = try ProofFiles.checkpoint(path, signedBy: try TrustedKeys.require(given))
            kept.append(Kept(name: path, checkpoint: checkpoint))
        }
        let file = SigningKeyFile(ledger: directory)
        if file.isReadable, let signer = try file.signer(), let last = try file.lastCheckpoint(by: signer.verifierKey) {
            kept.append(Kept(name: CheckpointSigner.lastName, checkpoint: last))
        }
        return kept
    }

    /// A signing key that is not this ledger's, though nothing was signed with it yet.
    private func foreignKey(_ report: AuditReport) throws(OperationError) -> [AuditProblem] {
        let file = SigningKeyFile(ledger: directory)
        let origin = Checkpoint.origin(ofLedger: report.ledger)
        guard file.isReadable, let key = try file.signer()?.verifierKey, !key.name.utf8.elementsEqual(origin.utf8)
        else {
            return []
        }
        let reason = "it is the key of '\(key.name)', this ledger is '\(origin)'"
        return [AuditProblem(nil, .checkpoint(name: file.path, reason: reason))]
    }

    /// Checkpoints of another ledger.
    private func foreign(_ kept: [Kept], _ report: AuditReport) -> [AuditProblem] {
        let origin = Checkpoint.origin(ofLedger: report.ledger)
        return kept.filter { !$0.checkpoint.isOf(origin: origin) }.map { kept in
            let reason = "it is of the log '\(kept.checkpoint.origin)', this one is '\(origin)'"
            return AuditProblem(nil, .checkpoint(name: kept.name, reason: reason))
        }
    }
}

extension Verification.Depth {
    fileprivate var ofAudit: AuditOptions.Depth {
        switch self {
        case .quick: .quick
        case .records: .records
        case .full: .full
        }
    }
}
