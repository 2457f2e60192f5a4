import LedgerAWS
import LedgerDomain

/// What a service runs.
extension AWSCloud {
    /// Never with a number of tasks: that is autoscaling's.
    func update(of target: ECSTarget, in deployment: DeploymentContext) throws(CloudError) -> JSONObject {
        var request: JSONObject = ["cluster": .string(target.cluster), "service": .string(target.service)]
        let registered = deployment.landed[.registerTaskDefinition]?["arn"]?.string
        request["taskDefinition"] = (registered ?? deployment.request.revision).map { .string($0) }
        if request["taskDefinition"] == nil {
            throw .unusable("nothing says which revision \(target.service) is to run", hint: "name a target")
        }
        return request
    }

    func update(_ request: JSONObject) async -> CloudAnswer {
        let call = UpdateService(
            cluster: request["cluster"]?.string ?? "",
            service: request["service"]?.string ?? "",
            taskDefinition: request["taskDefinition"]?.string
        )
        return CloudAnswer(await client.send(call)) { $0.service.landing }
    }

    /// The service tells what it was last told to run.
    func findUpdate(_ request: JSONObject, in deployment: DeploymentContext) async -> CloudSight {
        guard let wanted = request["taskDefinition"]?.string else { return .inconclusive(why: "no revision was sent") }
        do throws(CloudError) {
            let service = try await service(try ECSTarget(deployment.stage))
            let found = service.taskDefinition ?? ""
            if found.isRevision(wanted) { return .landed(service.landing) }
            // Somebody else has told it to run something else since: sending again would undo that.
            guard deployment.wasRunning(found) else {
                return .inconclusive(why: "\(service.name) runs \(found), neither what was there nor what was sent")
            }
            return .absent(["taskDefinition": .string(found)])
        } catch {
            return .inconclusive(why: "\(error)")
        }
    }

    /// The service of a stage, as it stands.
    func service(_ target: ECSTarget) async throws(CloudError) -> ECSService {
        let name = "service '\(target.service)' in cluster '\(target.cluster)'"
        let call = DescribeServices(cluster: target.cluster, services: [target.service])
        let answer = try await client.read(call, of: name)
        guard let service = answer.services.first, service.status != "INACTIVE" else { throw .missing(name) }
        return service
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
