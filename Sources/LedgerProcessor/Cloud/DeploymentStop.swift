import LedgerAWS
import LedgerDomain
import LedgerValues

/// Stops a running deployment, so that the service goes back to what ran before.
struct DeploymentStop: CloudOperation {
    let client: AWSClient

    /// How a record names the members of the call; cluster and service are not sent, but name what is stopped.
    private static let names: [String: String?] = ["stopType": "stopType", "cluster": nil, "service": nil]

    func request(as _: ActionID, of deployment: DeploymentContext) throws(CloudError) -> JSONObject {
        let target = try ECSTarget(deployment.stage)
        return ["cluster": .string(target.cluster), "service": .string(target.service), "stopType": "ROLLBACK"]
    }

    func require(_ recorded: JSONObject, of deployment: DeploymentContext) throws(CloudError) {
        let target = try ECSTarget(deployment.stage)
        let expected: JSONObject = ["cluster": .string(target.cluster), "service": .string(target.service)]
        try recorded.require(expected, of: deployment.stage.id)
    }

    /// ECS gives a deployment that can be stopped another name than the one that a service shows, and only while it is
    /// running: so the name is looked up just before the call.
    func send(_ recorded: JSONObject, of deployment: DeploymentContext) async -> CloudAnswer {
        do throws(CloudError) {
            var request = try recorded.renamed(Self.names)
            let target = try ECSTarget(deployment.stage)
            try await requireOwn(deployment, target)
            guard let current = try await newest(of: target), current.isUnderWay else {
                return .refused(code: "notUnderWay", message: "ECS shows no deployment that can be stopped", .never)
            }
            request["serviceDeploymentArn"] = .string(current.arn)
            let answer = CloudAnswer(await client.send(AWSWrite.stopServiceDeployment(request))) {
                ["serviceDeployment": .string($0)]
            }
            // Elsewhere a conflict is over soon; here it means that it is too late to stop the deployment.
            guard case .refused("ConflictException", let message, _) = answer else { return answer }
            return .refused(code: "ConflictException", message: message, .never)
        } catch {
            return CloudAnswer(notSentFor: error)
        }
    }

    func look(
        for _: ActionID,
        _ recorded: JSONObject,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> LookResult {
        guard let newest = try await newest(of: try ECSTarget(deployment.stage)) else { return .absent([:]) }
        let evidence: JSONObject = ["serviceDeployment": .string(newest.arn), "status": .string(newest.status)]
        return newest.isTakenBack ? .landed(evidence) : .absent(evidence)
    }

    /// - Throws: ``CloudError/unusable(_:hint:)`` if the service's deployment is another: what others began is theirs.
    private func requireOwn(_ deployment: DeploymentContext, _ target: ECSTarget) async throws(CloudError) {
        guard let own = deployment.landed[.updateService]?["awsDeployment"]?.string else { return }
        let primary = try await client.service(target).primary
        guard let primary, primary.id != own else { return }
        throw .unusable(
            "\(target.service) shows another deployment, of \(primary.taskDefinition?.revisionName ?? "nothing")",
            hint: "stackledger wait \(deployment.stage.id.description.shellQuoted)"
        )
    }

    private func newest(of target: ECSTarget) async throws(CloudError) -> ServiceDeployment? {
        let call = AWSRead.listServiceDeployments(of: target.service, in: target.cluster)
        return try await client.read(call, of: "service '\(target.service)'").first
    }
}

extension ServiceDeployment {
    fileprivate var isUnderWay: Bool { status == "PENDING" || status == "IN_PROGRESS" }
}
