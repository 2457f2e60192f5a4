import LedgerDomain
import LedgerOperations
import LedgerValues

extension DeploymentResult {
    /// Nil for what went well, or goes on as it should.
    var failure: Failure? {
        switch end {
        case .awaitingApproval, .open(_, timedOut: false): nil
        case .open(_, timedOut: true):
            deployment?.phase == .awaitingApproval
                ? failure(.timedOut, "timedOut", "\(name) waits for approval", hint: "stackledger approve \(stage)")
                : failure(.timedOut, "timedOut", "\(name) has no outcome yet", hint: "stackledger wait \(stage)")
        case .inDoubt(let action, let why):
            failure(
                .inDoubt,
                "inDoubt",
                "the outcome of \(process.action(action)?.intent.operation ?? "a call") of \(name) is unknown: \(why)",
                hint: "stackledger recover \(stage), or check AWS yourself: "
                    + "stackledger resolve \(action) --landed|--absent -m WHY"
            )
        case .ended: endFailure
        }
    }

    private var endFailure: Failure? {
        let hint: ShellText = "stackledger show \(name)"
        let done = process.done.isEmpty ? "" : " (done before: \(process.done.joined(separator: ", ")))"
        return switch outcome {
        case .succeeded?, nil: nil
        case .failed?: failure(.deploymentFailed, "failed", "\(name) failed\(reason)\(done)", hint: hint)
        case .rolledBack?:
            failure(.deploymentRolledBack, "rolledBack", "AWS rolled \(name) back\(reason)", hint: hint)
        case .rejected?: failure(.refused, "rejected", "\(name) was rejected", hint: hint)
        case .cancelled?, .superseded?:
            failure(.conflict, "replaced", "\(name) was \(outcome?.rawValue ?? "")", hint: hint)
        }
    }

    private var reason: String { process.endReason.map { ": \($0)" } ?? "" }

    private func failure(_ status: ExitStatus, _ code: String, _ what: String, hint: ShellText) -> Failure {
        Failure(
            status,
            code,
            what,
            hint: hint,
            details: ["deployment": .string(process.id.description), "version": version.json]
        )
    }
}
