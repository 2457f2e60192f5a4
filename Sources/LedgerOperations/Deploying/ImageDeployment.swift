package import LedgerDomain
import LedgerProcessor
import LedgerValues

/// `deploy`: gives a stage another image.
package struct ImageDeployment: Sendable {
    package let stage: StageID
    package let image: ImageName
    package var commit: String?
    /// What the new revision is a copy of, as it was written: a revision, a family or a file; by default what the stage
    /// runs.
    package var definition: String?
    /// The containers that get the image; by default the stage's own, and all that have the same image.
    package var containers: [String] = []
    /// Whether a deployment that is under way is ended first.
    package var supersedes = false

    package init(_ stage: StageID, _ image: ImageName) {
        (self.stage, self.image) = (stage, image)
    }

    package func run(
        _ ledger: Ledger,
        _ caller: Caller,
        _ settings: ActSettings
    ) async throws(OperationError) -> ActOutcome {
        let source = try DefinitionSource(definition)
        let arguments: [String: String?] = [
            "image": "\(image)", "commit": commit, "taskDefinition": definition,
            "container": containers.isEmpty ? nil : containers.joined(separator: ","),
        ]
        let act = DeploymentAct(stage, ledger, caller, settings, .deploy, arguments, supersedes: supersedes)
        return try await act.run { (stage, left) throws(OperationError) in
            var request = DeploymentRequest(
                kind: .deploy,
                commit: commit,
                reason: settings.reason,
                idempotencyKey: settings.idempotencyKey
            )
            do throws(CloudError) {
                let home = image.inECR(stage.stage.registry)
                request.image = try await stage.cloud.pinned(home)
                if case .lambda = stage.stage.target { return try await updating(request, stage) }
            } catch { throw .cloud(error) }
            return try await revising(request, source, stage, left)
        }
    }

    /// A new revision with the image for the service.
    private func revising(
        _ request: DeploymentRequest,
        _ source: DefinitionSource,
        _ stage: OpenStage,
        _ left: DeploymentProcess?
    ) async throws(OperationError) -> DeploymentWish {
        var request = request
        let base = try await stage.base(of: source, replaces: supersedes, left)
        request.changes = base.changes
        request.changes.images = try await stage.images(
            in: base.definition,
            replacing: containers,
            with: request.image ?? ""
        )
        request.plan = [.registerTaskDefinition, .updateService]
        return DeploymentWish(request, running: .service(base.service))
    }

    private func updating(
        _ request: DeploymentRequest,
        _ stage: OpenStage
    ) async throws(CloudError) -> DeploymentWish {
        guard definition == nil, containers.isEmpty else {
            throw .unusable("\(stage.id) is a Lambda function", hint: "leave out --task-definition and --container")
        }
        let function = try await stage.cloud.function()
        return DeploymentWish(stage.updating(request, from: function), running: .function(function))
    }
}
