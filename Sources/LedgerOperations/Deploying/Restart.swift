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
            do throws(CloudError) {
                var request = DeploymentRequest(
                    kind: .restart,
                    reason: settings.reason,
                    idempotencyKey: settings.idempotencyKey
                )
                let service = try await stage.cloud.service()
                request.changes.running = service.revision
                request.changes.primary = service.awsDeployment
                request.plan = [.updateService]
                return DeploymentWish(request, running: .service(service))
            } catch { throw .cloud(error) }
        }
    }
}
