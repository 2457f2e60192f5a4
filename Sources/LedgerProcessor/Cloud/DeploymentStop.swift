import LedgerAWS
import LedgerDomain
import LedgerValues

/// Stops a deployment that is under way, so that the service goes back to what ran before.
struct DeploymentStop: CloudOperation {
    let client: AWSClient

    func request(as _: ActionID, of deployment: DeploymentContext) throws(CloudError) -> JSONObject {
        let target = try ECSTarget(deployment.stage)
        return [
            "cluster": .string(target.cluster), "service": .string(target.service),
            "stopType": .string(StopServiceDeployment.Stop.rollback.rawValue),
        ]
    }

    /// ECS names deployments that can be stopped in another way than those that a service shows, and only while they are
    /// under way: which it is, is found out when it is sent.
    func send(_ request: JSONObject, of deployment: DeploymentContext) async -> CloudAnswer {
        do throws(CloudError) {
            guard let current = try await newest(of: try ECSTarget(deployment.stage)), current.isUnderWay else {
                return .refused(code: "notUnderWay", message: "ECS shows no deployment that could be stopped", .never)
            }
            let answer = CloudAnswer(await client.send(StopServiceDeployment(current.arn, .rollback))) {
                ["serviceDeployment": .string($0.arn)]
            }
            // Elsewhere a conflict is over soon; here it says that the deployment is past being stopped.
            guard case .refused("ConflictException", let message, _) = answer else { return answer }
            return .refused(code: "ConflictException", message: message, .never)
        } catch {
            return CloudAnswer(notSentFor: error)
        }
    }

    func look(
        for _: ActionID,
        _ request: JSONObject,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> CloudSight {
        guard let newest = try await newest(of: try ECSTarget(deployment.stage)) else { return .absent([:]) }
        let evidence: JSONObject = ["serviceDeployment": .string(newest.arn), "status": .string(newest.status)]
        return newest.isStopped ? .landed(evidence) : .absent(evidence)
    }

    private func newest(of target: ECSTarget) async throws(CloudError) -> ServiceDeployment? {
        let call = ListServiceDeployments(cluster: target.cluster, service: target.service)
        return try await client.read(call, of: "service '\(target.service)'").deployments.first
    }
}

extension ServiceDeployment {
    fileprivate var isUnderWay: Bool { status == "PENDING" || status == "IN_PROGRESS" }

    fileprivate var isStopped: Bool {
        status == "STOPPED" || status == "STOP_REQUESTED" || status.hasPrefix("ROLLBACK_")
    }
}
