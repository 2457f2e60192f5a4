import LedgerDomain
import LedgerProcessor

extension StageEntry {
    /// What bringing an earlier stage's image to this stage comes to: the image there, in this stage's own definition.
    ///
    /// - Throws: `alreadyRunning`, refused, when this stage runs that image.
    func promotion(
        of source: PromotionSource,
        reason: String?,
        goesOnward: Bool,
        idempotencyKey: String? = nil
    ) async throws(Failure) -> DeploymentRequest {
        let (running, current) = try await running()
        try requireChange(to: source.image, from: current)
        let image = source.image.pulled(like: current)
        var request = DeploymentRequest(
            kind: .promote,
            image: "\(image.location)@\(source.digest)",
            commit: source.commit,
            origin: .stage(source.id.stage, version: source.version),
            reason: reason,
            changes: ["running": .string(running), "base": .string(running)],
            idempotencyKey: idempotencyKey
        )
        do { _ = try await reader.pinned(source.image) } catch { throw Failure(error) }
        request.imageSource = source.image.description
        request.goesOnward = goesOnward
        request.plan = [.registerTaskDefinition, .updateService]
        // Elsewhere than in ECR it is taken as it is written.
        if image.registry != nil { request.plan.insert(.putImage, at: 0) }
        return request
    }

    /// The revision that the stage's service runs, and the image in it.
    private func running() async throws(Failure) -> (revision: String, image: ImageName?) {
        do throws(CloudError) {
            let revision = try await reader.running()
            return (revision, try await reader.image(in: revision))
        } catch { throw Failure(error) }
    }

    /// Refuses what runs already: the ledger says so, and AWS, where the definition names a digest, does not deny it.
    private func requireChange(to image: ImageName, from current: ImageName?) throws(Failure) {
        guard let digest = image.digest, try self.current().runs(digest: digest), current?.digest ?? digest == digest
        else { return }
        throw Failure(
            .refused,
            Self.alreadyRunning,
            "\(id) runs \(ShortImage.text(image.description)) already",
            hint: "stackledger status \(id)"
        )
    }

    /// The code of the failure that a stage runs already what it should be promoted to.
    static let alreadyRunning = "alreadyRunning"
}
