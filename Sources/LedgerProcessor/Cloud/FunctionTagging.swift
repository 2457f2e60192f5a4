import LedgerAWS
import LedgerDomain
import LedgerValues

/// Notes on the function which image it was given, and by which action.
struct FunctionTagging: CloudOperation {
    let client: AWSClient

    static let imageTag = "stackledger:image"
    static let actionTag = "stackledger:action"

    /// Only once the function runs the image: during an update, Lambda accepts no tags.
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

    func require(_ recorded: JSONObject, of deployment: DeploymentContext) throws(CloudError) {
        let (stage, target) = (deployment.stage, try FunctionTarget(deployment.stage))
        let arn = ARN(recorded.text(of: "Resource"))
        guard let arn, arn.registry == stage.registry, arn.resource == target.resource else {
            let expected = "arn:aws:lambda:\(stage.region):\(stage.account):\(target.resource)"
            throw .differs("Resource", recorded["Resource"], from: .string(expected), of: stage.id)
        }
    }

    func send(_ recorded: JSONObject, of _: DeploymentContext) async -> CloudAnswer {
        CloudAnswer(await client.send(AWSWrite.tagResource(recorded))) { _ in [:] }
    }

    /// Looks for the tag of this action.
    ///
    /// Setting tags twice has the same effect as setting them once.
    func look(
        for action: ActionID,
        _ recorded: JSONObject,
        in _: DeploymentContext
    ) async throws(CloudError) -> LookResult {
        let tags = try await client.read(.listTags(of: recorded.text(of: "Resource")))
        let found: JSONObject = [Self.actionTag: .string(tags[Self.actionTag] ?? "")]
        return tags[Self.actionTag] == "\(action)" ? .landed(found) : .absent(found)
    }
}

extension FunctionConfiguration {
    /// Without a version, as only functions have tags: `arn:aws:lambda:REGION:ACCOUNT:function:NAME`.
    fileprivate var unqualifiedARN: String { arn.split(separator: ":").prefix(7).joined(separator: ":") }
}
