import LedgerAWS
package import LedgerDomain
import LedgerValues

/// Which images tasks run where their definition names them by tags: only AWS's record of the tasks tells it
/// (`imageDigest`, API_Container).
extension AWSCloud {
    package func images(
        of start: DeploymentStart,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> [String: String] {
        guard case .ecs = deployment.stage.target, deployment.request.scale == nil,
            let revision = start.revision ?? deployment.request.changes.running
        else { return [:] }
        let found = try await client.read(.describeTaskDefinition(revision), of: "revision \(revision)")
        let tagged = found.definition.body.containerImages.containers.filter { !$0.isPinned }
        guard !tagged.isEmpty else { return [:] }
        let target = try ECSTarget(deployment.stage)
        let arns = try await client.read(.listTasks(of: target.service, in: target.cluster))
        guard !arns.isEmpty else { return [:] }
        let tasks = try await client.read(.describeTasks(arns, in: target.cluster)).filter { $0.isOf(start) }
        return tagged.reduce(into: [:]) { images, container in
            let digests = Set(tasks.flatMap(\.containers).filter { $0.name == container.name }.compactMap(\.digest))
            // A tag that moved in between: the tasks run several images.
            guard digests.count == 1, let digest = digests.first, let image = container.image else { return }
            images[container.name] = ImageName(recorded: image).pinned(to: digest)
        }
    }
}
