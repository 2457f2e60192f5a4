import LedgerDomain
import LedgerProcessor
import LedgerValues

extension OpenStage {
    /// What bringing an earlier stage's image to this stage comes to: the image there, in this stage's own definition.
    ///
    /// - Throws: ``Refusal/alreadyRunning(_:what:)`` when this stage runs that image.
    func promotion(
        of source: PromotionSource,
        reason: String?,
        goesOnward: Bool,
        idempotencyKey: String? = nil
    ) async throws(OperationError) -> DeploymentRequest {
        let (running, plan, current, definition) = try await own()
        try requireChange(to: source.image, from: current)
        let image = source.image.pulled(like: current)
        do { _ = try await cloud.pinned(source.image) } catch { throw .cloud(error) }
        var changes = running
        if let definition {
            changes.images = try await images(in: definition, with: "\(image.location)@\(source.digest)")
        }
        var request = DeploymentRequest(
            kind: .promote,
            image: "\(image.location)@\(source.digest)",
            commit: source.commit,
            origin: .stage(source.id.stage, version: source.version),
            reason: reason,
            changes: changes,
            idempotencyKey: idempotencyKey
        )
        request.imageSource = source.image.description
        request.goesOnward = goesOnward
        // Elsewhere than in ECR it is taken as it is written.
        request.plan = (image.registry == nil ? [] : [.putImage]) + plan
        return request
    }

    /// What the stage runs now, as a request keeps it, with its image and its definition; and the calls that give it
    /// another.
    private func own() async throws(OperationError) -> (
        changes: DeploymentChanges, plan: [DeploymentOperation], image: ImageName?, definition: JSONObject?
    ) {
        switch stage.target {
        case .ecs(_, _, _, let container):
            let base = try await base(of: .running)
            let image = base.definition.containerImages.image(of: container)
            return (base.changes, [.registerTaskDefinition, .updateService], image, base.definition)
        case .lambda:
            let function: RunningFunction
            do throws(CloudError) { function = try await cloud.function() } catch { throw .cloud(error) }
            let plan = [DeploymentOperation].functionUpdate(hasAlias: function.alias != nil)
            return (function.changes, plan, function.image.flatMap(ImageName.init), nil)
        }
    }

    /// Refuses what runs already: the ledger says so, and AWS, where the definition names a digest, does not deny it.
    private func requireChange(to image: ImageName, from current: ImageName?) throws(OperationError) {
        guard let digest = image.digest, try self.current().runs(digest: digest), current?.digest ?? digest == digest
        else { return }
        throw .refused(.alreadyRunning(id, what: .image(image.description)))
    }
}
