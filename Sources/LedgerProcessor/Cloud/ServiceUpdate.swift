import LedgerAWS
import LedgerDomain
import LedgerValues

/// Tells the service what to run, how often, or to begin anew with what it runs.
struct ServiceUpdate: CloudOperation {
    let client: AWSClient

    /// With a number of tasks only where that is what is asked for: else it is autoscaling's.
    func request(as _: ActionID, of deployment: DeploymentContext) throws(CloudError) -> JSONObject {
        let target = try ECSTarget(deployment.stage)
        var request: JSONObject = ["cluster": .string(target.cluster), "service": .string(target.service)]
        switch deployment.request.kind {
        case .scale: request["desiredCount"] = try deployment.scale().desired.map { .integer($0) }
        case .restart: request["forceNewDeployment"] = true
        case .deploy, .promote, .rollback, .configure, .observed:
            let registered = deployment.landed[.registerTaskDefinition]?["arn"]?.string
            guard let revision = registered ?? deployment.request.revision else {
                throw .unusable("nothing says which revision \(target.service) is to run", hint: "name a target")
            }
            request["taskDefinition"] = .string(revision)
        }
        return request
    }

    func send(_ request: JSONObject, of deployment: DeploymentContext) async -> CloudAnswer {
        let call = UpdateService(
            cluster: request["cluster"]?.string ?? "",
            service: request["service"]?.string ?? "",
            taskDefinition: request["taskDefinition"]?.string,
            desiredCount: request["desiredCount"]?.integer,
            forcesNewDeployment: request["forceNewDeployment"] == true
        )
        return CloudAnswer(await client.send(call)) { $0.service.landing(of: deployment.request.kind) }
    }

    /// The service tells what it was last told.
    func look(
        for _: ActionID,
        _ request: JSONObject,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> CloudSight {
        let service = try await client.service(try ECSTarget(deployment.stage))
        let landing = service.landing(of: deployment.request.kind)
        if let desired = request["desiredCount"]?.integer {
            if service.desiredCount == desired { return .landed(landing) }
            guard service.desiredCount == deployment.request.scaleBefore?.desired else {
                return .inconclusive(why: "\(service.name) is to have \(service.desiredCount) tasks, set by others")
            }
            return .absent(landing)
        }
        if request["forceNewDeployment"] == true {
            let isAnother = service.primary?.id != deployment.request.changes["primary"]?.string
            return isAnother ? .landed(landing) : .absent(landing)
        }
        guard let wanted = request["taskDefinition"]?.string else { return .inconclusive(why: "no revision was sent") }
        let found = service.taskDefinition ?? ""
        if found.isRevision(wanted) { return .landed(landing) }
        // Somebody else has told it to run something else since: sending again would undo that.
        guard deployment.wasRunning(found) else {
            return .inconclusive(why: "\(service.name) runs \(found), neither what was there nor what was sent")
        }
        return .absent(["taskDefinition": .string(found)])
    }
}

extension ECSService {
    /// What an update of the service has given; the deployment is the one that the service was told to make.
    fileprivate func landing(of kind: DeploymentKind) -> JSONObject {
        // A number of tasks is no deployment of ECS.
        if kind == .scale { return ["desiredCount": .integer(desiredCount)] }
        var landing: JSONObject = [:]
        landing["taskDefinition"] = taskDefinition.map { .string($0) }
        if let primary, let taskDefinition, primary.taskDefinition?.isRevision(taskDefinition) == true {
            landing["awsDeployment"] = .string(primary.id)
        }
        return landing
    }
}

extension DeploymentContext {
    /// Whether a service that runs this has not moved on since the deployment was asked for.
    func wasRunning(_ revision: String) -> Bool {
        request.changes["running"]?.string?.isRevision(revision) ?? false
    }
}

extension String {
    /// Whether two names, each an ARN or `family:N`, mean one revision.
    func isRevision(_ other: String) -> Bool {
        split(separator: "/").last == other.split(separator: "/").last
    }
}
