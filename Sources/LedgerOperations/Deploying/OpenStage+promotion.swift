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
        let own = try await own()
        try requireChange(to: source.image, from: own.image, own.running)
        let image = source.image.pulled(like: own.image)
        do { _ = try await cloud.pinned(source.image) } catch { throw .cloud(error) }
        var changes = own.changes
        if let definition = own.definition {
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
        let isThere = try await has(image, from: source)
        request.changes.untagged = try await obstacle(toTagging: image)
        let bringing: [DeploymentOperation] = isThere ? [] : [.putImage]
        let tagging: [DeploymentOperation] = isThere && request.changes.untagged == nil ? [.putImage] : []
        // Elsewhere than in ECR it is taken as it is written.
        request.plan = image.registry == nil ? own.plan : bringing + own.plan + tagging
        return DeploymentWish(request, running: own.running)
    }

    /// Whether the stage's repository has the image; if not, it must be put there before anything can pull it.
    private func has(_ image: ImageName, from source: PromotionSource) async throws(OperationError) -> Bool {
        guard image.registry != nil, image.location != source.image.location else { return true }
        guard let there = ImageName(image.pinned(to: source.digest)) else { return true }
        do throws(CloudError) { _ = try await cloud.pinned(there) } catch {
            guard case .missingImage = error else { throw .cloud(error) }
            return false
        }
        return true
    }

    /// Why the stage's name cannot be the tag of what it runs; nil where it can.
    private func obstacle(toTagging image: ImageName) async throws(OperationError) -> String? {
        guard image.registry != nil else { return nil }
        do throws(CloudError) {
            guard try await !cloud.canMove(tag: id.stage.rawValue, of: image) else { return nil }
        } catch {
            if case .credentials = error { throw .cloud(error) }
            // If the tag cannot be moved, ECR says so in the end.
            caller.note(.tagsUnread(id, image: image.location, why: "\(error)"))
            return nil
        }
        let why = "tags of \(image.repository) are immutable"
        caller.note(.untagged(id, why: why))
        return why
    }

    /// What the stage runs, and what is asked for to give it another image.
    private struct Own {
        let running: RunningContents
        /// What a request keeps of it.
        let changes: DeploymentChanges
        /// The calls that give the stage another image.
        let plan: [DeploymentOperation]
        let image: ImageName?
        var definition: JSONObject?
    }

    private func own() async throws(OperationError) -> Own {
        switch stage.target {
        case .ecs(_, _, _, let container):
            let base = try await base(of: .running)
            return Own(
                running: .service(base.service),
                changes: base.changes,
                plan: [.registerTaskDefinition, .updateService],
                image: base.definition.containerImages.image(of: container),
                definition: base.definition
            )
        case .lambda:
            let function: RunningFunction
            do throws(CloudError) { function = try await cloud.function() } catch { throw .cloud(error) }
            return Own(
                running: .function(function),
                changes: function.changes,
                plan: .functionUpdate(hasAlias: function.alias != nil),
                image: function.image.flatMap(ImageName.init)
            )
        }
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
