import LedgerAWS
import LedgerDomain
import LedgerValues

/// Creates the revision that is to run.
struct TaskDefinitionRegistration: CloudOperation {
    let client: AWSClient

    /// The tag that says which action made a revision.
    static let actionTag = "stackledger:action"

    /// What the stage runs, or the revision that was asked for, with the new image.
    func request(as action: ActionID, of deployment: DeploymentContext) async throws(CloudError) -> JSONObject {
        let target = try ECSTarget(deployment.stage)
        let changes = deployment.request.changes
        var definition: JSONObject
        var tags: [AWSTag] = []
        if let given = changes.definition {
            (definition, tags) = (given, given.tags)
        } else {
            let base = changes.base ?? target.family
            let answer = try await client.read(.describeTaskDefinition(base), of: "revision \(base)")
            (definition, tags) = (answer.definition.registrable, answer.tags)
        }
        definition["family"] = .string(target.family)
        for (container, image) in changes.images { definition.setImage(image, of: container) }
        if let image = deployment.request.image { try definition.setImage(image, of: deployment) }
        tags.removeAll { $0.key == Self.actionTag || $0.key.hasPrefix("aws:") }
        tags.append(AWSTag(Self.actionTag, action.description))
        definition["tags"] = .array(tags.map(\.json))
        return definition
    }

    func require(_ recorded: JSONObject, of deployment: DeploymentContext) throws(CloudError) {
        let stage = deployment.stage.id
        try recorded.require(["family": .string(try ECSTarget(deployment.stage).family)], of: stage)
        guard let image = deployment.request.image else { return }
        try recorded.ownContainer(of: deployment).container.require(["image": .string(image)], of: stage)
    }

    func send(_ recorded: JSONObject, of _: DeploymentContext) async -> CloudAnswer {
        CloudAnswer(await client.send(AWSWrite.registerTaskDefinition(recorded))) { $0.definition.result }
    }

    /// Looks for the action's tag on the newest revisions of the family.
    ///
    /// Revisions that were registered before the action was intended are older than any of its attempts. The newest ones
    /// are enough, as nobody registers hundreds while one call is in doubt.
    func look(
        for action: ActionID,
        _ recorded: JSONObject,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> LookResult {
        var looked = 0
        let arns = try await newestRevisions(of: try ECSTarget(deployment.stage).family)
        for arn in arns.prefix(Self.newest) {
            let answer = try await client.read(.describeTaskDefinition(arn))
            looked += 1
            if answer.tags.contains(AWSTag(Self.actionTag, action.description)) {
                return .landed(answer.definition.result)
            }
        }
        return .absent(["looked": .integer(Int64(looked)), "newest": .string(arns.first ?? "")])
    }

    private static let newest = 25

    /// AWS returns them in order.
    ///
    /// They are sorted again here, as a service that is only compatible with AWS may not.
    private func newestRevisions(of family: String) async throws(CloudError) -> [String] {
        var arns: [String] = []
        var pages = client.pages(of: .listTaskDefinitions(of: family)).makeAsyncIterator()
        while arns.count < Self.newest, let page = try await pages.read() { arns += page }
        return arns.sorted { $0.revisionNumber > $1.revisionNumber }
    }
}

extension TaskDefinition {
    /// The result of the action that made this revision.
    fileprivate var result: JSONObject {
        var result: JSONObject = ["revision": .string("\(family):\(revision)"), "arn": .string(arn)]
        result["registeredAt"] = registeredAt.map { .string($0.description) }
        result["registeredBy"] = registeredBy.map { .string($0) }
        return result
    }
}

extension String {
    /// `N` of `…/family:N`; -1 without one.
    fileprivate var revisionNumber: Int {
        split(separator: ":").last.flatMap { Int($0) } ?? -1
    }
}

extension JSONObject {
    /// The tags of a definition that was given.
    fileprivate var tags: [AWSTag] {
        (self["tags"]?.array ?? []).compactMap { tag -> AWSTag? in
            guard let key = tag.object?["key"]?.string else { return nil }
            return AWSTag(key, tag.object?["value"]?.string ?? "")
        }
    }

    fileprivate mutating func setImage(_ image: String, of name: String) {
        let containers = (self["containerDefinitions"]?.array ?? []).map { container -> JSONValue in
            guard var object = container.object, object["name"]?.string == name else { return container }
            object["image"] = .string(image)
            return .object(object)
        }
        self["containerDefinitions"] = .array(containers)
    }

    fileprivate mutating func setImage(_ image: String, of deployment: DeploymentContext) throws(CloudError) {
        var (index, container) = try ownContainer(of: deployment)
        container["image"] = .string(image)
        var containers = self["containerDefinitions"]?.array ?? []
        containers[index] = .object(container)
        self["containerDefinitions"] = .array(containers)
    }

    /// The container that gets the image: the one that the deployment names, or the stage's, or the only one.
    fileprivate func ownContainer(
        of deployment: DeploymentContext
    ) throws(CloudError) -> (index: Int, container: JSONObject) {
        let target = try ECSTarget(deployment.stage)
        let containers = self["containerDefinitions"]?.array ?? []
        let names = containers.map { $0["name"]?.string ?? "" }
        let named = deployment.request.changes.container
        let wanted = named ?? target.container
        let only = named == nil && containers.count == 1 ? 0 : nil
        guard let index = names.firstIndex(of: wanted) ?? only, let container = containers[index].object else {
            throw .unusable(
                "\(target.family) has no container '\(wanted)', but \(names.joined(separator: ", "))",
                hint: "--container names the container that gets the image"
            )
        }
        return (index, container)
    }
}
