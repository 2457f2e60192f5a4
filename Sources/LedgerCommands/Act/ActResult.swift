import LedgerDomain
import LedgerProcessor
import LedgerValues

/// What became of a deployment that a command acted on, printed, and told by the exit code.
struct ActResult {
    let id: StageID
    let process: DeploymentProcess
    let end: RunnerEnd

    func finish(as format: OutputFormat) throws(Failure) {
        try finish(as: format, failure: failure)
    }

    /// `failure` is what it means to whoever asked for something else than its success.
    func finish(as format: OutputFormat, failure: Failure?) throws(Failure) {
        Listing(columns: Self.columns, rows: [row]).print(as: format) { text }
        if let failure { throw failure }
    }

    /// Whether the stages that follow are to be promoted to now.
    var goesOnward: Bool {
        guard case .ended = end, let request = process.request else { return false }
        return outcome == .succeeded && request.goesOnward
    }

    var deployment: Deployment? { process.deployment }
    var version: Int { deployment?.version ?? 0 }
    var name: String { "\(id)@v\(version)" }

    var outcome: Outcome? {
        if case .ended(let outcome)? = deployment?.phase { outcome } else { nil }
    }

    static let columns = [
        "deployment", "stack", "stage", "version", "kind", "status", "outcome", "revision", "image", "aws_deployment",
    ]

    var row: [JSONValue] {
        [
            .string(process.id.description), .string(id.stack.rawValue), .string(id.stage.rawValue),
            (deployment?.version ?? 0).json, .string(deployment?.kind.rawValue ?? ""), .string(status),
            outcome.map { .string($0.rawValue) } ?? .null, deployment?.revision.map { .string($0) } ?? .null,
            deployment?.image.map { .string($0) } ?? .null,
            deployment?.awsDeployment.map { .string($0) } ?? .null,
        ]
    }

    private var status: String {
        switch end {
        case .ended: "ended"
        case .awaitingApproval: "awaitingApproval"
        case .inDoubt: "inDoubt"
        case .open: "open"
        }
    }

    var text: String {
        switch end {
        case .awaitingApproval: "\(name) waits for approval: stackledger approve \(id)"
        case .inDoubt: "\(name) stands in doubt"
        case .open: "\(name) goes on: stackledger wait \(id)"
        case .ended:
            switch outcome {
            case .succeeded?: success
            case let other: "\(name): \(other?.rawValue ?? "open")"
            }
        }
    }

    /// Nil for what went well, or goes on as it should.
    var failure: Failure? {
        switch end {
        case .awaitingApproval, .open(_, timedOut: false): nil
        case .open(_, timedOut: true):
            deployment?.phase == .awaitingApproval
                ? failure(.timedOut, "timedOut", "\(name) waits for approval", hint: "stackledger approve \(id)")
                : failure(.timedOut, "timedOut", "\(name) has no outcome yet", hint: "stackledger wait \(id)")
        case .inDoubt(let action, let why):
            failure(
                .inDoubt,
                "inDoubt",
                "nobody can say whether a call of \(name) was carried out: \(why)",
                hint:
                    "stackledger recover \(id), or look yourself: stackledger resolve \(action) --landed|--absent -m WHY"
            )
        case .ended: endFailure
        }
    }

    private var endFailure: Failure? {
        let hint = "stackledger show \(name)"
        return switch outcome {
        case .succeeded?, nil: nil
        case .failed?:
            failure(
                .deploymentFailed,
                "failed",
                "\(name) failed\(reason)\(process.done.map { " (\($0))" } ?? "")",
                hint: hint
            )
        case .rolledBack?:
            failure(.deploymentRolledBack, "rolledBack", "AWS rolled \(name) back\(reason)", hint: hint)
        case .rejected?: failure(.refused, "rejected", "\(name) was rejected", hint: hint)
        case .cancelled?, .superseded?:
            failure(.conflict, "replaced", "\(name) was \(outcome?.rawValue ?? "")", hint: hint)
        }
    }

    private var reason: String { process.endReason.map { ": \($0)" } ?? "" }

    private func failure(_ status: ExitStatus, _ code: String, _ what: String, hint: String) -> Failure {
        Failure(
            status,
            code,
            what,
            hint: hint,
            details: ["deployment": .string(process.id.description), "version": (deployment?.version ?? 0).json]
        )
    }
}
