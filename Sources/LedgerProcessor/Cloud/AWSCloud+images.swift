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
        let images = found.definition.body.containerImages
        guard !images.tagged.isEmpty else { return [:] }
        let tasks = try await client.tasks(of: try ECSTarget(deployment.stage))
        return images.pinned(to: tasks.filter { $0.isOf(start) }.digests)
    }
}

extension [ECSTask] {
    /// The digests that all of them agree on, by container: where a tag has moved in between, they run several images.
    var digests: [String: String] {
        var all: [String: Set<String>] = [:]
        for container in flatMap(\.containers) {
            if let digest = container.digest { all[container.name, default: []].insert(digest) }
        }
        return all.compactMapValues { $0.count == 1 ? $0.first : nil }
    }
}
