import LedgerDomain
import LedgerProcessor

/// What became of a deployment that a command acted on, printed, and told by the exit code.
struct ActResult {
    let id: StageID
    let process: DeploymentProcess
    let end: RunnerEnd

    func finish(as format: OutputFormat) throws(Failure) {
        listing.print(as: format) { text }
        if let failure { throw failure }
    }

    private var deployment: Deployment? { process.deployment }
    private var name: String { "\(id)@v\(deployment?.version ?? 0)" }

    private var outcome: Outcome? {
        if case .ended(let outcome)? = deployment?.phase { outcome } else { nil }
    }

    private var listing: Listing {
        Listing(
            columns: [
                "deployment", "stack", "stage", "version", "kind", "status", "outcome", "revision", "image",
                "aws_deployment",
            ],
            rows: [
                [
                    .string(process.id.description), .string(id.stack.rawValue), .string(id.stage.rawValue),
                    (deployment?.version ?? 0).json, .string(deployment?.kind.rawValue ?? ""), .string(status),
                    outcome.map { .string($0.rawValue) } ?? .null, deployment?.revision.map { .string($0) } ?? .null,
                    deployment?.image.map { .string($0) } ?? .null,
                    deployment?.awsDeployment.map { .string($0) } ?? .null,
                ]
            ]
        )
    }

    private var status: String {
        switch end {
        case .ended: "ended"
        case .awaitingApproval: "awaitingApproval"
        case .inDoubt: "inDoubt"
        case .open: "open"
        }
    }

    private var text: String {
        switch end {
        case .awaitingApproval: "\(name) waits for approval: stackledger approve \(id)"
        case .inDoubt: "\(name) stands in doubt"
        case .open: "\(name) goes on: stackledger wait \(id)"
        case .ended:
            switch outcome {
            case .succeeded?: succeeded
            case let other: "\(name): \(other?.rawValue ?? "open")"
            }
        }
    }

    private var succeeded: String {
        guard process.request?.kind == .rollback, case .version(let from)? = process.request?.origin else {
            return "\(name)\(running)\(undo)"
        }
        return "rolled back to v\(from) as v\(deployment?.version ?? 0):\(running)\(undo)"
    }

    /// A function's version is a number alone.
    private var running: String {
        let image = deployment?.image.map(ShortImage.text)
        guard let revision = deployment?.revision else { return image.map { " runs \($0)" } ?? "" }
        let name = Int(revision) == nil ? revision : "version \(revision)"
        return " runs \(name)" + (image.map { " (\($0))" } ?? "")
    }

    /// What ran before, as rollback takes it; nothing where that was the same.
    private var undo: String {
        guard let running = process.request?.changes["running"]?.string else { return "" }
        guard let digest = ImageName(running)?.digest else { return "\nundo: stackledger rollback \(id) \(running)" }
        let isSame = deployment?.image?.hasSuffix("@\(digest)") ?? false
        return isSame ? "" : "\nundo: stackledger rollback \(id) \(digest)"
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
        case .failed?: failure(.deploymentFailed, "failed", "\(name) failed\(reason)", hint: hint)
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
