import LedgerAWS
import LedgerDomain
import LedgerValues

/// Tells the service which revision to run, how many tasks to have, or to restart them.
struct ServiceUpdate: CloudOperation {
    let client: AWSClient

    /// With a number of tasks only in a scale: otherwise autoscaling sets it.
    func request(as _: ActionID, of deployment: DeploymentContext) throws(CloudError) -> JSONObject {
        let target = try ECSTarget(deployment.stage)
        var request: JSONObject = ["cluster": .string(target.cluster), "service": .string(target.service)]
        switch deployment.request.kind {
        case .scale: request["desiredCount"] = try deployment.scale().desired.map { .integer($0) }
        case .restart: request["forceNewDeployment"] = true
        case .deploy, .promote, .rollback, .configure, .observed:
            guard let revision = deployment.wantedRevision else {
                throw .unusable("no revision is known that \(target.service) should run", hint: "name a target")
            }
            request["taskDefinition"] = .string(revision)
        }
        return request
    }

    func require(_ recorded: JSONObject, of deployment: DeploymentContext) throws(CloudError) {
        let (target, stage) = (try ECSTarget(deployment.stage), deployment.stage)
        try recorded.require(["cluster": .string(target.cluster), "service": .string(target.service)], of: stage.id)
        guard let recorded = recorded["taskDefinition"] else { return }
        guard let wanted = deployment.wantedRevision else {
            // Somebody may have resolved the registration by hand; then its result is not recorded.
            if deployment.landed[.registerTaskDefinition] != nil { return }
            throw .differs("taskDefinition", recorded, from: .null, of: stage.id)
        }
        guard let found = recorded.string, found.isRevision(wanted),
            ARN(found).map({ $0.registry == stage.registry }) ?? true
        else {
            throw .differs("taskDefinition", recorded, from: .string(wanted), of: stage.id)
        }
    }

    func send(_ recorded: JSONObject, of deployment: DeploymentContext) async -> CloudAnswer {
        CloudAnswer(await client.send(AWSWrite.updateService(recorded))) { $0.result(of: deployment.request.kind) }
    }

    /// A service shows what it was last told.
    func look(
        for _: ActionID,
        _ recorded: JSONObject,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> LookResult {
        let service = try await client.service(try ECSTarget(deployment.stage))
        let result = service.result(of: deployment.request.kind)
        if let desired = recorded["desiredCount"]?.integer {
            if service.desiredCount == desired { return .landed(result) }
            guard service.desiredCount == deployment.request.scaleBefore?.desired else {
                return .inconclusive(why: "somebody else has set \(service.name) to \(service.desiredCount) tasks")
            }
            return .absent(result)
        }
        if recorded["forceNewDeployment"] == true {
            let isAnother = service.primary?.id != deployment.request.changes.primary
            return isAnother ? .landed(result) : .absent(result)
        }
        guard let wanted = recorded["taskDefinition"]?.string else { return .inconclusive(why: "no revision was sent") }
        let found = service.taskDefinition ?? ""
        if found.isRevision(wanted) { return .landed(result) }
        // Somebody else has told the service to run something else since: sending again would undo that.
        guard deployment.wasRunning(found) else {
            return .inconclusive(
                why: "\(service.name) runs \(found), which is neither what ran before nor what was sent"
            )
        }
        return .absent(["taskDefinition": .string(found)])
    }
}

extension ECSService {
    /// The result of an update of the service, with the deployment that it has made.
    fileprivate func result(of kind: DeploymentKind) -> JSONObject {
        // For ECS, a number of tasks is not a deployment.
        if kind == .scale { return ["desiredCount": .integer(desiredCount)] }
        var result: JSONObject = [:]
        result["taskDefinition"] = taskDefinition.map { .string($0) }
        if let primary, let taskDefinition, primary.taskDefinition?.isRevision(taskDefinition) == true {
            result["awsDeployment"] = .string(primary.id)
            result["startedAt"] = primary.createdAt.map { .string($0.description) }
        }
        return result
    }
}

extension DeploymentContext {
    /// The revision that the service is told to run: the registered one, or the one that was asked for.
    fileprivate var wantedRevision: String? {
        landed[.registerTaskDefinition]?["arn"]?.string ?? request.revision
    }

    /// Whether the service still ran this when the deployment was asked for.
    func wasRunning(_ revision: String) -> Bool {
        request.changes.running?.isRevision(revision) ?? false
    }
}

extension String {
    /// Whether two names, each an ARN or `family:N`, mean the same revision.
    func isRevision(_ other: String) -> Bool {
        split(separator: "/").last == other.split(separator: "/").last
    }
}
