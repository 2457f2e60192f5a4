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
        let (changes, plan, current) = try await own()
        try requireChange(to: source.image, from: current)
        let image = source.image.pulled(like: current)
        do { _ = try await cloud.pinned(source.image) } catch { throw .cloud(error) }
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

    /// What the stage runs now, as a request keeps it, with its image; and the calls that give it another.
    private func own() async throws(OperationError) -> (DeploymentChanges, [DeploymentOperation], ImageName?) {
        switch stage.target {
        case .ecs:
            let service = try await service(replaces: false)
            var changes = DeploymentChanges()
            (changes.running, changes.primary, changes.base) = (service.revision, service.awsDeployment, service.base)
            do {
                let image = try await cloud.image(in: service.revision)
                return (changes, [.registerTaskDefinition, .updateService], image)
            } catch { throw .cloud(error) }
        case .lambda:
            let function: RunningFunction
            do { function = try await cloud.function() } catch { throw .cloud(error) }
            let plan = [DeploymentOperation].functionUpdate(hasAlias: function.alias != nil)
            return (function.changes, plan, function.image.flatMap(ImageName.init))
        }
    }

    /// Refuses what runs already: the ledger says so, and AWS, where the definition names a digest, does not deny it.
    private func requireChange(to image: ImageName, from current: ImageName?) throws(OperationError) {
        guard let digest = image.digest, try self.current().runs(digest: digest), current?.digest ?? digest == digest
        else { return }
        throw .refused(.alreadyRunning(id, what: .image(image.description)))
    }
}
