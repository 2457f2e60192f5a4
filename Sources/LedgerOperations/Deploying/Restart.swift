package import LedgerDomain
import LedgerProcessor
import LedgerValues

/// `restart`: new tasks of the revision that a service runs.
package struct Restart: Sendable {
    package let stage: StageID

    package init(_ stage: StageID) {
        self.stage = stage
    }

    package func run(
        _ ledger: Ledger,
        _ caller: Caller,
        _ settings: ActSettings
    ) async throws(OperationError) -> ActOutcome {
        try await DeploymentAct(stage, ledger, caller, settings, .restart, [:]).run {
            (stage, _) throws(OperationError) in
            let service = try await stage.service(replaces: false)
            var request = DeploymentRequest(
                kind: .restart,
                reason: settings.reason,
                idempotencyKey: settings.idempotencyKey
            )
            (request.changes.running, request.changes.primary) = (service.revision, service.awsDeployment)
            request.plan = [.updateService]
            return DeploymentWish(request, running: .service(service))
        }
    }
}
