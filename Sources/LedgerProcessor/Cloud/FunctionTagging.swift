import LedgerAWS
import LedgerDomain
import LedgerValues

/// Says on the function which image it was given, and by which action.
struct FunctionTagging: CloudOperation {
    let client: AWSClient

    static let imageTag = "stackledger:image"
    static let actionTag = "stackledger:action"

    /// Only of an image that the function runs by then; while Lambda is at an update it takes no tags.
    func request(as action: ActionID, of deployment: DeploymentContext) async throws(CloudError) -> JSONObject {
        let target = try FunctionTarget(deployment.stage)
        let function = try await client.function(target.name)
        let image = deployment.request.image ?? ""
        if !deployment.isRehearsal, deployment.request.plan.contains(.updateFunctionCode), deployment.alias == nil {
            try function.configuration.requireSettled()
            try function.require(image)
        }
        return [
            "Resource": .string(function.configuration.unqualifiedARN),
            "Tags": [
                Self.imageTag: .string(ImageName(image)?.digest ?? image), Self.actionTag: .string("\(action)"),
            ],
        ]
    }

    func send(_ request: JSONObject, of _: DeploymentContext) async -> CloudAnswer {
        let tags = request["Tags"]?.object?.members ?? []
        let call = TagResource(
            request.text(of: "Resource"),
            tags: Dictionary(tags.map { ($0.key, $0.value.string ?? "") }) { $1 }
        )
        return CloudAnswer(await client.send(call)) { _ in [:] }
    }

    /// Setting them twice is as setting them once.
    func look(
        for action: ActionID,
        _ request: JSONObject,
        in _: DeploymentContext
    ) async throws(CloudError) -> CloudSight {
        let tags = try await client.read(ListTags(request.text(of: "Resource"))).tags
        let found: JSONObject = [Self.actionTag: .string(tags[Self.actionTag] ?? "")]
        return tags[Self.actionTag] == "\(action)" ? .landed(found) : .absent(found)
    }
}

extension FunctionConfiguration {
    /// Tags are the function's, not a version's: `arn:aws:lambda:REGION:ACCOUNT:function:NAME`.
    fileprivate var unqualifiedARN: String { arn.split(separator: ":").prefix(7).joined(separator: ":") }
}
