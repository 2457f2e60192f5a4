import LedgerDomain
import LedgerProcessor
import LedgerValues

/// What is asked for of a stage that is a Lambda function.
extension OpenStage {
    /// Lets the function run an image: `request` says all but how.
    func updating(_ request: DeploymentRequest, from running: RunningFunction) -> DeploymentRequest {
        var request = request
        request.changes = running.changes
        request.plan = .functionUpdate(hasAlias: running.alias != nil)
        return request
    }

    /// Lets the function run what `target` was: the version itself where it is still there and an alias can name it, else
    /// its image once more.
    func returning(
        to target: RollbackTarget,
        _ request: DeploymentRequest,
        from running: RunningFunction
    ) async throws(OperationError) -> DeploymentRequest {
        var request = updating(request, from: running)
        let hasVersion: Bool
        do throws(CloudError) {
            guard target.version != nil || request.image != request.changes.running else {
                let hint = "stackledger status \(id.description.shellQuoted)"
                throw .unusable("\(id) runs \(request.image ?? "it")", hint: hint)
            }
            hasVersion = try await has(target, request)
        } catch { throw .cloud(error) }
        if hasVersion {
            request.revision = target.revision
            request.plan = [.updateAlias, .tagFunction]
        } else {
            try await requireImage(of: request)
        }
        return request
    }

    /// Whether there is a version of the target that the stage's alias may name.
    private func has(_ target: RollbackTarget, _ request: DeploymentRequest) async throws(CloudError) -> Bool {
        guard request.changes.alias != nil, let version = target.revision, Int(version) != nil else { return false }
        return try await cloud.hasVersion(version)
    }

    private func requireImage(of request: DeploymentRequest) async throws(OperationError) {
        guard let image = request.image.flatMap(ImageName.init) else {
            throw .refused(.contentUnknown(id))
        }
        do throws(CloudError) { _ = try await cloud.pinned(image) } catch {
            guard case .missingImage(let image) = error else { throw .cloud(error) }
            throw .refused(.imageMissing(id, image: image))
        }
    }

    /// What a function ran before a deployment of it was asked for, where no deployment brought it there.
    func unrecorded(_ digest: String?) throws(OperationError) -> RollbackTarget? {
        guard case .lambda = stage.target, let digest, digest.hasPrefix("sha256:") else { return nil }
        var stream = try stream()
        do throws(RunnerError) {
            let deployments = try stream.current().deployments
            guard !deployments.contains(where: { $0.image?.imageDigest == digest }) else { return nil }
            for deployment in deployments.reversed() {
                let changes = try stream.process(deployment.id).request?.changes
                guard let image = changes?.running, image.imageDigest == digest else { continue }
                return RollbackTarget(unrecorded: image, version: changes?.runningVersion)
            }
        } catch { throw OperationError(error, on: id) }
        return nil
    }
}

extension [DeploymentOperation] {
    static func functionUpdate(hasAlias: Bool) -> [DeploymentOperation] {
        hasAlias
            ? [.updateFunctionCode, .publishVersion, .updateAlias, .tagFunction] : [.updateFunctionCode, .tagFunction]
    }
}

extension String {
    /// The digest of an image's recorded name.
    fileprivate var imageDigest: String? { ImageName(recorded: self).digest }
}
