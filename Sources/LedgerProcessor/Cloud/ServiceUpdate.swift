import LedgerAWS
import LedgerDomain

/// Tells the service what to run.
struct ServiceUpdate: CloudOperation {
    let client: AWSClient

    /// Never with a number of tasks: that is autoscaling's.
    func request(as _: ActionID, of deployment: DeploymentContext) throws(CloudError) -> JSONObject {
        let target = try ECSTarget(deployment.stage)
        var request: JSONObject = ["cluster": .string(target.cluster), "service": .string(target.service)]
        let registered = deployment.landed[.registerTaskDefinition]?["arn"]?.string
        request["taskDefinition"] = (registered ?? deployment.request.revision).map { .string($0) }
        if request["taskDefinition"] == nil {
            throw .unusable("nothing says which revision \(target.service) is to run", hint: "name a target")
        }
        return request
    }

    func send(_ request: JSONObject, of _: DeploymentContext) async -> CloudAnswer {
        let call = UpdateService(
            cluster: request["cluster"]?.string ?? "",
            service: request["service"]?.string ?? "",
            taskDefinition: request["taskDefinition"]?.string
        )
        return CloudAnswer(await client.send(call)) { $0.service.landing }
    }

    /// The service tells what it was last told to run.
    func look(
        for _: ActionID,
        _ request: JSONObject,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> CloudSight {
        guard let wanted = request["taskDefinition"]?.string else { return .inconclusive(why: "no revision was sent") }
        let service = try await client.service(try ECSTarget(deployment.stage))
        let found = service.taskDefinition ?? ""
        if found.isRevision(wanted) { return .landed(service.landing) }
        // Somebody else has told it to run something else since: sending again would undo that.
        guard deployment.wasRunning(found) else {
            return .inconclusive(why: "\(service.name) runs \(found), neither what was there nor what was sent")
        }
        return .absent(["taskDefinition": .string(found)])
    }
}

extension ECSService {
    /// What an update of the service has given; the deployment is the one that the service was told to make.
    fileprivate var landing: JSONObject {
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
