import LedgerAWS
import LedgerDomain
import LedgerValues

/// The deployments of a service, as ECS keeps them for 90 days: also those that AWS or a person has taken back.
///
/// They have other ids than those that DescribeServices shows, so they are found by the revision that they deploy.
struct ServiceHistory {
    let client: AWSClient
    let target: ECSTarget

    /// The newest that deploys a revision, and that began after `before` was the current one.
    func newest(
        of revision: String,
        after before: ServiceStanding?
    ) async throws(CloudError) -> ServiceDeployment? {
        let call = AWSRead.listServiceDeployments(of: target.service, in: target.cluster)
        var pages = client.pages(of: call).makeAsyncIterator()
        for _ in 0..<Self.mostPages {
            guard let page = try await pages.read(of: "service '\(target.service)'") else { break }
            let newer = page.prefix { before?.isOlder(than: $0) ?? true }
            if let found = try await first(of: revision, in: Array(newer)) { return found }
            if newer.count < page.count { break }
        }
        return nil
    }

    private func first(
        of revision: String,
        in deployments: [ServiceDeployment]
    ) async throws(CloudError) -> ServiceDeployment? {
        for deployments in deployments.chunks(of: Self.mostRevisions) {
            let definitions = try await definitions(of: deployments.compactMap(\.targetRevision))
            let found = deployments.first {
                $0.targetRevision.flatMap { definitions[$0] }?.isRevision(revision) == true
            }
            if let found { return found }
        }
        return nil
    }

    /// The task definitions that service revisions run, by the ARN of the service revision.
    func definitions(of revisions: [String]) async throws(CloudError) -> [String: String] {
        guard !revisions.isEmpty else { return [:] }
        let found = try await client.read(.describeServiceRevisions(revisions))
        return found.reduce(into: [:]) { $0[$1.arn] = $1.taskDefinition }
    }

    /// Enough for recent deployments: a page has twenty.
    private static let mostPages = 5

    /// The most that ECS describes in one call.
    private static let mostRevisions = 20
}

/// What a service was before a call was sent: recorded with the call, and not sent.
///
/// The ids and the time are AWS's, so nothing depends on the clock here.
struct ServiceStanding: Equatable, Sendable {
    /// The member of a recorded request.
    static let member = "previous"

    /// The id of the PRIMARY deployment, and when it began.
    let deployment: String
    let createdAt: Timestamp?
    /// When it changed last, and the newest of the service's events: they change with the number of tasks.
    let updatedAt: Timestamp?
    let event: String?
    /// The ARN of the service deployment, where DescribeServices names it.
    let serviceDeployment: String?
    /// The revision that the service was told to run, `family:N`.
    let revision: String?

    /// Nil for a service that shows no PRIMARY deployment.
    init?(_ service: ECSService) {
        guard let primary = service.primary else { return nil }
        (deployment, createdAt, updatedAt) = (primary.id, primary.createdAt, primary.updatedAt)
        event = service.body["events"]?.array?.first?["id"]?.string
        serviceDeployment = service.body["currentServiceDeployment"]?.string
        revision = service.taskDefinition?.revisionName
    }

    /// Nil for a request of an earlier version, and where the service could not be read.
    init?(recordedIn request: JSONObject?) {
        guard let members = request?[Self.member]?.object, let deployment = members["deployment"]?.string else {
            return nil
        }
        self.deployment = deployment
        createdAt = members["createdAt"]?.string.flatMap { Timestamp(canonical: $0) }
        updatedAt = members["updatedAt"]?.string.flatMap { Timestamp(canonical: $0) }
        event = members["event"]?.string
        (serviceDeployment, revision) = (members["serviceDeployment"]?.string, members["revision"]?.string)
    }

    var json: JSONValue {
        var members: JSONObject = ["deployment": .string(deployment)]
        members["createdAt"] = createdAt.map { .string($0.description) }
        members["updatedAt"] = updatedAt.map { .string($0.description) }
        members["event"] = event.map { .string($0) }
        members["serviceDeployment"] = serviceDeployment.map { .string($0) }
        members["revision"] = revision.map { .string($0) }
        return .object(members)
    }

    /// Whether a service deployment began after this.
    ///
    /// Where the current one is not named, it must not be taken for a later one: its time and that of the PRIMARY
    /// deployment may differ a little.
    func isOlder(than later: ServiceDeployment) -> Bool {
        if later.arn == serviceDeployment { return false }
        guard let createdAt, let began = later.createdAt else { return true }
        return began > createdAt.advanced(bySeconds: serviceDeployment == nil ? 1 : 0)
    }
}

extension DeploymentContext {
    /// What the service was before this deployment's update of it; nil if that is not recorded.
    var serviceBefore: ServiceStanding? { ServiceStanding(recordedIn: recorded[.updateService]) }

    /// After what the service deployments of this deployment's revision began.
    ///
    /// A revision that this deployment has registered has none from before.
    var historyStart: ServiceStanding? { landed[.registerTaskDefinition] == nil ? serviceBefore : nil }
}

extension Array {
    /// Slices of at most `size` elements.
    fileprivate func chunks(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
