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
    ) async throws(OperationError) -> DeploymentWish {
        let (running, changes, plan, current) = try await own()
        try requireChange(to: source.image, from: current, running)
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
        return DeploymentWish(request, running: running)
    }

    /// What the stage runs now, as a request keeps it, with its image; and the calls that give it another.
    private func own() async throws(OperationError) -> (
        RunningContents, DeploymentChanges, [DeploymentOperation], ImageName?
    ) {
        do throws(CloudError) {
            let running = try await running()
            switch running {
            case .service(let service):
                let revision = service.revision
                var changes = DeploymentChanges()
                (changes.running, changes.base) = (revision, revision)
                let image = try await cloud.image(in: revision)
                return (running, changes, [.registerTaskDefinition, .updateService], image)
            case .function(let function):
                let plan = [DeploymentOperation].functionUpdate(hasAlias: function.alias != nil)
                return (running, function.changes, plan, function.image.flatMap(ImageName.init))
            }
        } catch { throw .cloud(error) }
    }

    /// Refuses what runs already: the ledger says so, and AWS, where the definition names a digest, does not deny it.
    private func requireChange(
        to image: ImageName,
        from current: ImageName?,
        _ running: RunningContents
    ) throws(OperationError) {
        let stage = try self.current()
        guard let digest = image.digest, stage.runs(digest: digest), current?.digest ?? digest == digest else { return }
        // A definition that others brought may name the image by a tag, which tells nothing.
        if case .service(let service) = running,
            !stage.knows(revision: service.revision, awsDeployment: service.awsDeployment)
        {
            return
        }
        throw .refused(.alreadyRunning(id, what: .image(image.description)))
    }
}
