package import LedgerDomain
import LedgerProcessor
import LedgerValues

/// `rollback`: brings a stage back to what an earlier deployment ran.
package struct Rollback: Sendable {
    package let stage: StageID
    /// As a person names it; nil takes the default.
    package var target: String?

    package init(_ stage: StageID, to target: String? = nil) {
        (self.stage, self.target) = (stage, target)
    }

    package func run(
        _ ledger: Ledger,
        _ caller: Caller,
        _ settings: ActSettings
    ) async throws(OperationError) -> ActOutcome {
        let arguments = ["target": target]
        return try await DeploymentAct(stage, ledger, caller, settings, .rollback, arguments, supersedes: true).run {
            (stage, left) throws(OperationError) in
            let views = try ledger.views()
            let target = try found(in: views, stage, isLeaving: left != nil)
            return switch stage.stage.target {
            case .ecs: try await revising(target, stage, views, settings, left)
            case .lambda: try await returning(to: target, stage, views, settings)
            }
        }
    }

    private func found(
        in views: OpenViews,
        _ stage: OpenStage,
        isLeaving: Bool
    ) throws(OperationError) -> RollbackTarget {
        if let unrecorded = try stage.unrecorded(target) { return unrecorded }
        return try RollbackTarget(target, of: stage.id, isLeaving: isLeaving, views)
    }

    private func request(for target: RollbackTarget, _ settings: ActSettings) -> DeploymentRequest {
        DeploymentRequest(
            kind: .rollback,
            image: target.image,
            commit: target.commit,
            origin: target.version.map { .version($0) },
            reason: settings.reason,
            idempotencyKey: settings.idempotencyKey
        )
    }

    private func returning(
        to target: RollbackTarget,
        _ stage: OpenStage,
        _ views: OpenViews,
        _ settings: ActSettings
    ) async throws(OperationError) -> DeploymentRequest {
        var request = try await stage.returning(to: target, request(for: target, settings))
        let givesImage = request.plan.contains(.updateFunctionCode)
        let examination = try await RollbackCheck.require(target, stage, views, needsImage: givesImage)
        request.changes.checked = examination.json
        return request
    }

    private func revising(
        _ target: RollbackTarget,
        _ stage: OpenStage,
        _ views: OpenViews,
        _ settings: ActSettings,
        _ left: DeploymentProcess?
    ) async throws(OperationError) -> DeploymentRequest {
        let examination = try await RollbackCheck.require(target, stage, views)
        if let service = examination.service, service.isDeploying, left?.canBeAbandoned ?? true,
            try stage.openDeployment() == nil
        {
            stage.caller.note(.replacing(stage.id, revision: service.revision ?? "another revision"))
        }
        do throws(CloudError) {
            let known = examination.service?.revision
            let running = if let known { known } else { try await stage.cloud.service().revision }
            guard target.version != nil || target.revision != running else {
                throw .unusable("\(stage.id) runs \(running)", hint: "stackledger status \(stage.id)")
            }
            var request = request(for: target, settings)
            (request.changes.running, request.changes.checked) = (running, examination.json)
            // An active revision that names its image by digest is what it was.
            if examination.revision == .active, target.isPinned {
                request.revision = target.revision
                request.plan = [.updateService]
            } else {
                request.plan = [.registerTaskDefinition, .updateService]
                request.changes.definition = target.definition
                let pinned = target.definition?.containerImages.pinned ?? [:]
                request.changes.images = pinned.merging(target.images) { $1 }
                // A body that was never recorded is copied from AWS.
                if target.definition == nil { request.changes.base = target.revision }
            }
            return request
        } catch { throw .cloud(error) }
    }
}
