import LedgerAWS
import LedgerDomain
import LedgerValues

/// Sets between how many tasks Application Auto Scaling keeps a service.
struct TaskBounds: CloudOperation {
    let client: AWSClient

    func request(as _: ActionID, of deployment: DeploymentContext) throws(CloudError) -> JSONObject {
        let (target, scale) = (try ECSTarget(deployment.stage), try deployment.scale())
        var request: JSONObject = ["resourceId": .string(target.scalable)]
        request["minCapacity"] = scale.minimum.map { .integer($0) }
        request["maxCapacity"] = scale.maximum.map { .integer($0) }
        return request
    }

    func send(_ request: JSONObject, of _: DeploymentContext) async -> CloudAnswer {
        let call = RegisterScalableTarget(
            request["resourceId"]?.string ?? "",
            minimum: request["minCapacity"]?.integer,
            maximum: request["maxCapacity"]?.integer
        )
        return CloudAnswer(await client.send(call)) { _ in [:] }
    }

    func look(
        for _: ActionID,
        _ request: JSONObject,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> CloudSight {
        let target = try ECSTarget(deployment.stage)
        guard let found = try await client.scalableTarget(target) else { return .absent([:]) }
        let standing = ScaleWish(.tasks, desired: nil, minimum: found.minimum, maximum: found.maximum)
        return try deployment.sight(of: standing)
    }
}

extension ECSTarget {
    /// As Application Auto Scaling names a service.
    var scalable: String { "service/\(cluster)/\(service)" }
}

extension AWSClient {
    /// The bounds of a service's tasks; nil where they are not scaled.
    func scalableTarget(_ target: ECSTarget) async throws(CloudError) -> ScalableTarget? {
        try await read(DescribeScalableTargets([target.scalable])).targets.first
    }
}
