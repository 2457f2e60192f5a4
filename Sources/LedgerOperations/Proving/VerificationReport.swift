package import LedgerLog
import LedgerSQLite

/// What a verification looked at, a finding each, and every problem in its place.
package struct VerificationReport {
    package enum Check: String, CaseIterable, Sendable {
        case records, head, headFile = "head.json", tree, views, file, checkpoints, keys
    }

    package struct Finding: Sendable {
        package let check: Check
        package let isGood: Bool
        package let detail: String
        package let position: Int?
    }

    package let findings: [Finding]
    package let problems: [AuditProblem]

    /// `views` says how the views were compared, and `keys` how the signing key was replaced; nil if they were not.
    init(
        _ report: AuditReport,
        _ problems: [AuditProblem],
        _ checkpoints: [String],
        _ options: AuditOptions,
        views: String?,
        keys: String?
    ) {
        var findings: [Finding] = []
        for check in Check.allCases {
            let found = problems.filter { Self.check(of: $0.fault) == check }
            findings += found.map {
                Finding(check: check, isGood: false, detail: $0.description, position: $0.position)
            }
            guard found.isEmpty, let detail = Self.detail(of: check, report, checkpoints, options, views, keys) else {
                continue
            }
            findings.append(Finding(check: check, isGood: true, detail: detail, position: nil))
        }
        (self.findings, self.problems) = (findings, problems)
    }

    /// The first problem, as the error that it is.
    package func requireNone() throws(OperationError) {
        guard let first = problems.first else { return }
        let error = OperationError.proving(.problem(first))
        switch first.fault {
        // A loss that was accepted is found by the key's own last checkpoint.
        case .checkpointSize(CheckpointSigner.lastName, _, _), .checkpointRoot(CheckpointSigner.lastName, _):
            throw .proving(.doesNotContinue(error))
        default: throw error
        }
    }

    private static func detail(
        of check: Check,
        _ report: AuditReport,
        _ checkpoints: [String],
        _ options: AuditOptions,
        _ views: String?,
        _ keys: String?
    ) -> String? {
        switch check {
        case .records where report.read < report.size: "the newest \(report.read) of \(report.size) events re-hashed"
        case .records: "\(report.size) events re-hashed; their order, ids, columns and form are right"
        case .head: "ledger \(report.ledger), root \(report.root)"
        case .headFile: headFile(report.acknowledgements)
        case .tree: options.tree.map { "what is stored of the tree of \($0.size) events is right" }
        case .views: views
        case .keys: keys
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
        case .views: .views
        case .keySuccession: .keys
        }
    }
}
