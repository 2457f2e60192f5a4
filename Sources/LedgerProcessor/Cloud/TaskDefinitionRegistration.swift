import LedgerAWS
import LedgerDomain
import LedgerValues

/// Makes the revision that is to run.
struct TaskDefinitionRegistration: CloudOperation {
    let client: AWSClient

    /// The tag that says of which action a revision came.
    static let actionTag = "stackledger:action"

    /// What the stage runs, or the revision that was asked for, with the image in its place.
    func request(as action: ActionID, of deployment: DeploymentContext) async throws(CloudError) -> JSONObject {
        let target = try ECSTarget(deployment.stage)
        let changes = deployment.request.changes
        var definition: JSONObject
        var tags: [AWSTag] = []
        if let given = changes["definition"]?.object {
            (definition, tags) = (given, given.tags)
        } else {
            let base = changes["base"]?.string ?? target.family
            let answer = try await client.read(DescribeTaskDefinition(base), of: "revision \(base)")
            (definition, tags) = (answer.definition.registrable, answer.tags)
        }
        definition["family"] = .string(target.family)
        if let image = deployment.request.image {
            try definition.setImage(image, in: changes["container"]?.string, of: target)
        }
        tags.removeAll { $0.key == Self.actionTag || $0.key.hasPrefix("aws:") }
        tags.append(AWSTag(Self.actionTag, action.description))
        definition["tags"] = .array(tags.map { ["key": .string($0.key), "value": .string($0.value)] })
        return definition
    }

    func send(_ request: JSONObject, of _: DeploymentContext) async -> CloudAnswer {
        var definition = request
        definition["tags"] = nil
        let outcome = await client.send(RegisterTaskDefinition(definition, tags: request.tags))
        return CloudAnswer(outcome) { $0.definition.landing }
    }

    /// Looks among the newest revisions of the family for the one with the action's tag.
    ///
    /// Those that were registered before the action was intended are older than any of its attempts; the family's newest
    /// are enough, as nobody registers hundreds while one call is in doubt.
    func look(
        for action: ActionID,
        _ request: JSONObject,
        in _: DeploymentContext
    ) async throws(CloudError) -> CloudSight {
        guard let family = request["family"]?.string else { return .inconclusive(why: "no family in the request") }
        var looked = 0
        let arns = try await newestRevisions(of: family)
        for arn in arns.prefix(Self.newest) {
            let answer = try await client.read(DescribeTaskDefinition(arn))
            looked += 1
            if answer.tags.contains(AWSTag(Self.actionTag, action.description)) {
                return .landed(answer.definition.landing)
            }
        }
        return .absent(["looked": .integer(Int64(looked)), "newest": .string(arns.first ?? "")])
    }

    private static let newest = 25

    /// AWS sorts them as it is asked to; sorted again here, as what is only compatible with it need not.
    private func newestRevisions(of family: String) async throws(CloudError) -> [String] {
        var arns: [String] = []
        do throws(CallFailure) {
            var pages = client.pages(of: ListTaskDefinitions(family: family)).makeAsyncIterator()
            while arns.count < Self.newest, let page = try await pages.next() { arns += page.arns }
        } catch { throw CloudError(error, "ListTaskDefinitions") }
        return arns.sorted { $0.revisionNumber > $1.revisionNumber }
    }
}

extension TaskDefinition {
    /// What an action that made this revision has given.
    fileprivate var landing: JSONObject {
        var landing: JSONObject = ["revision": .string("\(family):\(revision)"), "arn": .string(arn)]
        landing["registeredAt"] = registeredAt.map { .string($0.description) }
        landing["registeredBy"] = registeredBy.map { .string($0) }
        return landing
    }
}

extension String {
    /// Of `…/family:N`; -1 where there is none.
    fileprivate var revisionNumber: Int {
        split(separator: ":").last.flatMap { Int($0) } ?? -1
    }
}

extension JSONObject {
    /// Those of a definition as it is written down.
    fileprivate var tags: [AWSTag] {
        (self["tags"]?.array ?? []).compactMap { tag -> AWSTag? in
            guard let key = tag.object?["key"]?.string else { return nil }
            return AWSTag(key, tag.object?["value"]?.string ?? "")
        }
    }

    /// Puts the image into the container that is named, or into the stage's, or into the only one.
    fileprivate mutating func setImage(
        _ image: String,
        in named: String?,
        of target: ECSTarget
    ) throws(CloudError) {
        var containers = self["containerDefinitions"]?.array ?? []
        let names = containers.map { $0.object?["name"]?.string ?? "" }
        let wanted = named ?? target.container
        let found = names.firstIndex(of: wanted)
        guard let index = found ?? (named == nil && containers.count == 1 ? 0 : nil),
            var container = containers[index].object
        else {
            throw .unusable(
                "\(target.family) has no container '\(wanted)', but \(names.joined(separator: ", "))",
                hint: "--container names the one that the image is for"
            )
        }
        container["image"] = .string(image)
        containers[index] = .object(container)
        self["containerDefinitions"] = .array(containers)
    }
}
