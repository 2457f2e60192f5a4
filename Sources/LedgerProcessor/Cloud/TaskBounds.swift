import LedgerAWS
import LedgerDomain
import LedgerValues

/// Sets the bounds between which Application Auto Scaling keeps the tasks of a service.
struct TaskBounds: CloudOperation {
    let client: AWSClient

    /// How a record names the members of the call.
    private static let names: [String: String?] = [
        "resourceId": "ResourceId", "minCapacity": "MinCapacity", "maxCapacity": "MaxCapacity",
    ]

    func request(as _: ActionID, of deployment: DeploymentContext) throws(CloudError) -> JSONObject {
        let (target, scale) = (try ECSTarget(deployment.stage), try deployment.scale())
        var request: JSONObject = ["resourceId": .string(target.scalable)]
        request["minCapacity"] = scale.minimum.map { .integer($0) }
        request["maxCapacity"] = scale.maximum.map { .integer($0) }
        return request
    }

    func require(_ recorded: JSONObject, of deployment: DeploymentContext) throws(CloudError) {
        let target = try ECSTarget(deployment.stage)
        try recorded.require(["resourceId": .string(target.scalable)], of: deployment.stage.id)
    }

    func send(_ recorded: JSONObject, of _: DeploymentContext) async -> CloudAnswer {
        let request: JSONObject
        do throws(CloudError) { request = try recorded.renamed(Self.names) } catch {
            return CloudAnswer(notSentFor: error)
        }
        let call = AWSWrite.registerScalableTarget(
            request.completed(with: [
                "ServiceNamespace": .string(ScalableTarget.namespace),
                "ScalableDimension": .string(ScalableTarget.dimension),
            ])
        )
        return CloudAnswer(await client.send(call)) { _ in [:] }
    }

    func look(
        for _: ActionID,
        _ recorded: JSONObject,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> LookResult {
        let target = try ECSTarget(deployment.stage)
        guard let found = try await client.scalableTarget(target) else { return .absent([:]) }
        let current = DesiredScale(.tasks, desired: nil, minimum: found.minimum, maximum: found.maximum)
        return try deployment.lookResult(at: current)
    }
}

extension ECSTarget {
    /// As Application Auto Scaling names a service, whose stage may name it by ARN.
    var scalable: String { "service/\(ARN.lastName(of: cluster))/\(ARN.lastName(of: service))" }
}

extension AWSClient {
    /// The bounds of a service's tasks; nil if they are not scaled.
    func scalableTarget(_ target: ECSTarget) async throws(CloudError) -> ScalableTarget? {
        try await read(.describeScalableTargets([target.scalable])).first
    }
}
