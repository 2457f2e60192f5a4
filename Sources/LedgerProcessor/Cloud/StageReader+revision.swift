import LedgerAWS
package import LedgerDomain
import LedgerValues

/// What a revision was: its body, and the digests that its containers ran.
///
/// A tag moves, so only AWS's record of the tasks says which image a container ran. The tasks themselves say it
/// while they run (`imageDigest`, API_Container); the service revisions of ECS say it for 90 days (`containerImages`,
/// API_ServiceRevision).
extension StageReader {
    /// `service` is what runs; it is left out for a revision that does not run.
    package func revision(
        _ name: String,
        of service: RunningService?
    ) async throws(CloudError) -> SeenRevision {
        let found = try await client.read(.describeTaskDefinition(name), of: "revision \(name)")
        var definition = found.definition.registrable
        if !found.tags.isEmpty { definition["tags"] = .array(found.tags.map(\.json)) }
        var seen = SeenRevision(name, family: found.definition.family, definition: definition)
        (seen.arn, seen.registeredAt) = (found.definition.arn, found.definition.registeredAt)
        seen.registeredBy = found.definition.registeredBy
        seen.images = definition.containerImages.pinned
        if service != nil { await complete(&seen, by: tasks) }
        await complete(&seen) { (name) throws(CloudError) in try await serviceRevision(of: name, service) }
        return seen
    }

    /// Asks for the containers whose digest is not known yet.
    private func complete(
        _ seen: inout SeenRevision,
        by ask: (String) async throws(CloudError) -> [String: String]
    ) async {
        let images = seen.definition.containerImages
        guard images.tagged.keys.contains(where: { seen.images[$0] == nil }) else { return }
        do throws(CloudError) {
            let found = images.pinned(to: try await ask(seen.name))
            seen.images.merge(found) { known, _ in known }
        } catch { seen.unanswered.append(error) }
    }

    private func tasks(of revision: String) async throws(CloudError) -> [String: String] {
        try await runningTasks().filter { $0.taskDefinition?.isRevision(revision) == true }.digests
    }

    /// The digests of the newest service revision that brought out a revision.
    private func serviceRevision(
        of revision: String,
        _ service: RunningService?
    ) async throws(CloudError) -> [String: String] {
        if let current = service?.serviceRevisions, !current.isEmpty {
            return try await digests(of: revision, in: current) ?? [:]
        }
        return try await recentDigests(of: revision) ?? [:]
    }

    /// Whether the service has run a revision, as far as ECS remembers: for 90 days.
    package func hasRun(_ revision: String) async throws(CloudError) -> Bool {
        try await recentDigests(of: revision) != nil
    }

    /// The digests of the newest successful deployment of a revision; nil if there is none.
    private func recentDigests(of revision: String) async throws(CloudError) -> [String: String]? {
        let target = try ECSTarget(stage)
        let call = AWSRead.listServiceDeployments(of: target.service, in: target.cluster)
        var pages = client.pages(of: call).makeAsyncIterator()
        for _ in 0..<Self.mostPages {
            guard let page = try await pages.read(of: "service '\(target.service)'") else { break }
            let arns = page.filter { $0.status == "SUCCESSFUL" }.compactMap(\.targetRevision)
            for start in stride(from: 0, to: arns.count, by: Self.mostRevisions) {
                let some = Array(arns[start..<min(start + Self.mostRevisions, arns.count)])
                if let found = try await digests(of: revision, in: some) { return found }
            }
        }
        return nil
    }

    /// Enough for recent deployments: a page has twenty.
    private static let mostPages = 5

    /// The most that ECS describes in one call.
    private static let mostRevisions = 20

    /// `arns` has the newest first; nil if none of them brought out the revision.
    private func digests(of revision: String, in arns: [String]) async throws(CloudError) -> [String: String]? {
        let found = try await client.read(.describeServiceRevisions(arns)).filter {
            $0.taskDefinition?.isRevision(revision) == true
        }
        let places = arns.enumerated().reduce(into: [:]) { $0[$1.element] = $1.offset }
        let newest = found.min { (places[$0.arn] ?? .max) < (places[$1.arn] ?? .max) }
        return newest?.images.reduce(into: [:]) { $0[$1.container] = $1.digest }
    }
}
