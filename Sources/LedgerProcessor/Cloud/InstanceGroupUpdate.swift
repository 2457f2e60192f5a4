import LedgerAWS
import LedgerDomain
import LedgerValues

/// Sets the number of instances of an EC2 Auto Scaling group, and its bounds.
struct InstanceGroupUpdate: CloudOperation {
    let client: AWSClient

    /// How a record names the members of the call.
    private static let names: [String: String?] = [
        "autoScalingGroupName": "AutoScalingGroupName", "minSize": "MinSize", "maxSize": "MaxSize",
        "desiredCapacity": "DesiredCapacity",
    ]

    func request(as _: ActionID, of deployment: DeploymentContext) throws(CloudError) -> JSONObject {
        let scale = try deployment.scale()
        var request: JSONObject = ["autoScalingGroupName": .string(try deployment.stage.instanceGroup())]
        request["minSize"] = scale.minimum.map { .integer($0) }
        request["maxSize"] = scale.maximum.map { .integer($0) }
        request["desiredCapacity"] = scale.desired.map { .integer($0) }
        return request
    }

    func require(_ recorded: JSONObject, of deployment: DeploymentContext) throws(CloudError) {
        let group = try deployment.stage.instanceGroup()
        try recorded.require(["autoScalingGroupName": .string(group)], of: deployment.stage.id)
    }

    func send(_ recorded: JSONObject, of _: DeploymentContext) async -> CloudAnswer {
        let request: JSONObject
        do throws(CloudError) { request = try recorded.renamed(Self.names) } catch {
            return CloudAnswer(notSentFor: error)
        }
        return CloudAnswer(await client.send(AWSWrite.updateAutoScalingGroup(request))) { _ in [:] }
    }

    func look(
        for _: ActionID,
        _ recorded: JSONObject,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> LookResult {
        let group = try await client.instanceGroup(try deployment.stage.instanceGroup())
        return try deployment.lookResult(at: group.scale)
    }
}

extension AutoScalingGroup {
    var scale: DesiredScale { DesiredScale(.instances, desired: desired, minimum: minimum, maximum: maximum) }
}

extension AWSClient {
    func instanceGroup(_ name: String) async throws(CloudError) -> AutoScalingGroup {
        guard let group = try await read(.describeAutoScalingGroups([name])).first else {
            throw .missing("Auto Scaling group '\(name)'")
        }
        return group
    }
}
