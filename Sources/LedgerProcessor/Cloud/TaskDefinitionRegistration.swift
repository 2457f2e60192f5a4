import LedgerAWS
import LedgerDomain
import LedgerValues

/// Creates the revision that is to run.
struct TaskDefinitionRegistration: CloudOperation {
    let client: AWSClient

    /// The tag that says which action made a revision.
    static let actionTag = "stackledger:action"

    /// The most tags that AWS allows on a revision.
    private static let mostTags = 50

    /// What the stage runs, or the revision that was asked for, with the new image.
    func request(as action: ActionID, of deployment: DeploymentContext) async throws(CloudError) -> JSONObject {
        let target = try ECSTarget(deployment.stage)
        let changes = deployment.request.changes
        var definition: JSONObject
        var tags: [JSONValue] = []
        if let given = changes.definition {
            (definition, tags) = (given, given["tags"]?.array ?? [])
        } else {
            let base = changes.base ?? target.family
            let answer = try await client.read(.describeTaskDefinition(base), of: "revision \(base)")
            (definition, tags) = (answer.definition.registrable, answer.tags.map(\.json))
        }
        // A copy keeps the family of what it is a copy of: CDK and others name families themselves.
        if definition["family"] == nil { definition["family"] = .string(target.family) }
        definition.setImages(try definition.images(of: deployment))
        // A value may be sealed: it stays as it is.
        tags.removeAll { tag in
            let key = tag["key"]?.string ?? ""
            return key == Self.actionTag || key.hasPrefix("aws:")
        }
        guard tags.count < Self.mostTags else {
            throw .unusable(
                "\(definition.text(of: "family")) has \(tags.count) tags, and AWS allows \(Self.mostTags): one more is "
                    + "needed, which says what registered the revision",
                hint: "remove a tag from the task definition"
            )
        }
        definition["tags"] = .array(tags + [AWSTag(Self.actionTag, action.description).json])
        return definition
    }

    func require(_ recorded: JSONObject, of deployment: DeploymentContext) throws(CloudError) {
        let stage = deployment.stage.id
        let family = try ECSTarget(deployment.stage).family
        guard deployment.families.contains(recorded.text(of: "family")) else {
            throw .differs("family", recorded["family"], from: .string(deployment.families.first ?? family), of: stage)
        }
        for (name, image) in try recorded.images(of: deployment).sorted(by: { $0.key < $1.key }) {
            let container = recorded.containers.first { $0["name"]?.string == name } ?? [:]
            try container.require(["image": .string(image)], of: stage)
        }
    }

    func send(_ recorded: JSONObject, of _: DeploymentContext) async -> CloudAnswer {
        CloudAnswer(await client.send(AWSWrite.registerTaskDefinition(recorded))) { $0.definition.result }
    }

    /// Looks for the action's tag on the newest revisions of the family, also on those that were deregistered since.
    ///
    /// Revisions that were registered before the action was intended are older than any of its attempts. The newest ones
    /// are enough, as nobody registers hundreds while one call is in doubt.
    func look(
        for action: ActionID,
        _ recorded: JSONObject,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> LookResult {
        var looked = 0
        let arns = try await newestRevisions(of: recorded.text(of: "family"))
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
        var arns: Set<String> = []
        for status in TaskDefinition.statuses {
            let call = AWSRead.listTaskDefinitions(of: family, status: status)
            var pages = client.pages(of: call).makeAsyncIterator()
            var count = 0
            while count < Self.newest, let page = try await pages.read() {
                arns.formUnion(page)
                count += page.count
            }
        }
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
    /// The images that a deployment gives the containers, by their names.
    ///
    /// A request that does not say where its image goes means the stage's own container, or the one that is named: those of
    /// earlier versions, and rollbacks.
    fileprivate func images(of deployment: DeploymentContext) throws(CloudError) -> [String: String] {
        let changes = deployment.request.changes
        var images = changes.images
        guard let image = deployment.request.image, !images.values.contains(image) else { return images }
        let own = try ECSTarget(deployment.stage).container
        images[try containerImages.main(named: changes.container, own: own)] = image
        return images
    }
}

extension DeploymentContext {
    /// The families in which the deployment may register a revision: that of what it is a copy of, and the stage's.
    fileprivate var families: [String] {
        let changes = request.changes
        var families = [changes.definition?["family"]?.string, changes.base?.familyName, changes.running?.familyName]
        if case .ecs(_, _, let family, _) = stage.target { families.append(family) }
        return families.compactMap(\.self)
    }
}
