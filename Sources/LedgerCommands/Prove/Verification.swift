import Glibc
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerViews
import LedgerValues

/// Holds a ledger against itself and against what others keep of it, and tells what was found.
struct Verification {
    let directory: String
    /// Files.
    let checkpoints: [String]
    /// As text; without any, the ledger's own key counts.
    let keys: [String]

    func run(_ depth: AuditOptions.Depth, printing format: OutputFormat) throws(Failure) {
        let kept = try keptCheckpoints()
        var options = AuditOptions()
        options.depth = depth
        options.claims = kept.map {
            AuditOptions.Claim(name: $0.name, size: $0.checkpoint.size, root: $0.checkpoint.root)
        }
        options.tree = try? StoredTree(directory: directory)
        var progress = Progress("verifying", total: 1)
        options.progress = { done, total in
            progress.advance(to: done, of: total)
            if done == total { progress.finish() }
        }
        let report = try report(options)
        let problems = foreign(kept, report) + (try foreignKey(report)) + report.problems
        print(VerificationTable(report, problems, kept.map(\.name), options).listing, as: format)
        if let first = problems.first { throw Self.failure(first) }
    }

    /// A loss that was accepted is found by the key's own last checkpoint, and there is a way on from it.
    private static func failure(_ problem: AuditProblem) -> Failure {
        var failure = Failure(problem)
        switch problem.fault {
        case .checkpointSize(CheckpointSigner.lastName, _, _), .checkpointRoot(CheckpointSigner.lastName, _):
            failure.hint = CheckpointSigner.replacementHint
        default: return failure
        }
        return failure
    }

    private func report(_ options: AuditOptions) throws(Failure) -> AuditReport {
        do { return try DirectoryAudit.run(at: directory, options) } catch {
            switch error {
            case .damaged(let what): throw Failure(AuditProblem(nil, .database(what)))
            case .storage(_, let message): throw Failure(AuditProblem(nil, .database(message)))
            case .notALedger where access("\(directory)/log.db", F_OK) == 0:
                throw Failure(AuditProblem(nil, .database("log.db is not a ledger's log")))
            default: throw Failure(error)
            }
        }
    }

    private func print(_ listing: Listing, as format: OutputFormat) {
        listing.print(as: format) {
            var table = TextTable("check", "state", "detail")
            for row in listing.rows {
                let state = row[1].string ?? ""
                table.add(
                    .init(row[0].string ?? ""),
                    .init(state, state == "ok" ? .good : .bad),
                    .init((row[3].integer.map { "#\($0): " } ?? "") + (row[2].string ?? ""))
                )
            }
            return table.rendered()
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
    private func keptCheckpoints() throws(Failure) -> [Kept] {
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
    private func foreignKey(_ report: AuditReport) throws(Failure) -> [AuditProblem] {
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

/// What was looked at, a row each, and every problem in its place.
private struct VerificationTable {
    private enum Check: String, CaseIterable {
        case records, head, headFile = "head.json", tree, file, checkpoints
    }

    let listing: Listing

    init(_ report: AuditReport, _ problems: [AuditProblem], _ checkpoints: [String], _ options: AuditOptions) {
        var rows: [[JSONValue]] = []
        for check in Check.allCases {
            let found = problems.filter { Self.check(of: $0.fault) == check }
            rows += found.map { [.string(check.rawValue), "bad", .string($0.description), $0.position?.json ?? .null] }
            guard found.isEmpty, let detail = Self.detail(of: check, report, checkpoints, options) else { continue }
            rows.append([.string(check.rawValue), "ok", .string(detail), .null])
        }
        listing = Listing(columns: ["check", "state", "detail", "position"], rows: rows)
    }

    private static func detail(
        of check: Check,
        _ report: AuditReport,
        _ checkpoints: [String],
        _ options: AuditOptions
    ) -> String? {
        switch check {
        case .records where report.read < report.size: "the newest \(report.read) of \(report.size) events re-hashed"
        case .records: "\(report.size) events re-hashed; their order, ids, columns and form are right"
        case .head: "ledger \(report.ledger), root \(report.root)"
        case .headFile: headFile(report.acknowledgements)
        case .tree: options.tree.map { "what is stored of the tree of \($0.size) events is right" }
        case .file: options.depth == .full ? "pages, indexes, tables and triggers are whole" : nil
        case .checkpoints:
            checkpoints.isEmpty
                ? nil : "what they were signed over is still the same: \(checkpoints.joined(separator: ", "))"
        }
    }

    private static func headFile(_ entries: Int?) -> String {
        switch entries {
        case nil: "there is none: nobody says which event was the last"
        case 1: "what was acknowledged is there; one of two entries is not valid, as after a power failure"
        default: "what was acknowledged is there"
        }
    }

    private static func check(of fault: AuditProblem.Fault) -> Check {
        switch fault {
        case .missing, .position, .record, .leaf, .column, .streamVersion, .recordedTimeDecreases, .repeatedID, .name:
            .records
        case .headRow, .headSize, .headRoot, .headTime: .head
        case .headFile, .acknowledged, .acknowledgedRoot: .headFile
        case .node: .tree
        case .checkpointSize, .checkpointRoot, .checkpoint: .checkpoints
        case .schema, .database: .file
        }
    }
}
