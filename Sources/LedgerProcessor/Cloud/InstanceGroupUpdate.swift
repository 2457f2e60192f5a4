import LedgerAWS
import LedgerDomain
import LedgerValues

/// Sets how many instances an EC2 Auto Scaling group has, and between which bounds.
struct InstanceGroupUpdate: CloudOperation {
    let client: AWSClient

    func request(as _: ActionID, of deployment: DeploymentContext) throws(CloudError) -> JSONObject {
        let scale = try deployment.scale()
        var request: JSONObject = ["autoScalingGroupName": .string(try deployment.instanceGroup())]
        request["minSize"] = scale.minimum.map { .integer($0) }
        request["maxSize"] = scale.maximum.map { .integer($0) }
        request["desiredCapacity"] = scale.desired.map { .integer($0) }
        return request
    }

    func send(_ request: JSONObject, of _: DeploymentContext) async -> CloudAnswer {
        let call = UpdateAutoScalingGroup(
            request["autoScalingGroupName"]?.string ?? "",
            minimum: request["minSize"]?.integer,
            maximum: request["maxSize"]?.integer,
            desired: request["desiredCapacity"]?.integer
        )
        return CloudAnswer(await client.send(call)) { _ in [:] }
    }

    func look(
        for _: ActionID,
        _ request: JSONObject,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> CloudSight {
        try deployment.sight(of: try await client.instanceGroup(try deployment.instanceGroup()).standing)
    }
}

extension AutoScalingGroup {
    var standing: ScaleWish { ScaleWish(.instances, desired: desired, minimum: minimum, maximum: maximum) }
}

extension AWSClient {
    func instanceGroup(_ name: String) async throws(CloudError) -> AutoScalingGroup {
        let groups = try await read(DescribeAutoScalingGroups([name])).groups
        guard let group = groups.first else { throw .missing("Auto Scaling group '\(name)'") }
        return group
    }
}
