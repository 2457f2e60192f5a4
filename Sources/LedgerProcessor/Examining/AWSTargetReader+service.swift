import LedgerAWS
import LedgerDomain
import LedgerValues

/// What runs a stage, and what it ran.
extension AWSTargetReader {
    func service() async -> TargetAnswer {
        guard case .ecs(let cluster, let service, _, _) = stage.target else { return .missing }
        let call = DescribeServices(cluster: cluster, services: [service])
        return await ask(call, missing: ["ClusterNotFoundException", "ServiceNotFoundException"]) {
            $0.services.first.map { .service(ServiceSight($0)) } ?? .missing
        }
    }

    /// ECS has one code for all that is wrong with such a call, and nothing else can be wrong with this one.
    func revision(_ name: String) async -> TargetAnswer {
        await ask(DescribeTaskDefinition(name), missing: ["ClientException"]) {
            .revision(isActive: $0.definition.status == "ACTIVE", registrable: $0.definition.registrable)
        }
    }
}

extension ServiceSight {
    fileprivate init(_ service: ECSService) {
        self.init(revision: service.taskDefinition.map(\.revisionName))
        controller = service.controller
        isActive = service.status == "ACTIVE"
        isDeploying = service.deployments.contains { $0.rolloutState == "IN_PROGRESS" }
        doors = ["loadBalancers", "serviceRegistries"].flatMap { service.body[$0]?.array ?? [] }.compactMap(Door.init)
        portNames = service.connectedPorts
        hasOwnInterfaces = service.body["networkConfiguration"]?["awsvpcConfiguration"] != nil
        isOwnedByCloudFormation = service.tags.contains { $0.key.hasPrefix("aws:cloudformation:") }
    }
}

extension ServiceSight.Door {
    /// A load balancer or a registry of a service; nil for a registry of the tasks themselves.
    fileprivate init?(_ json: JSONValue) {
        guard let container = json["containerName"]?.string else { return nil }
        self.init(container: container, port: json["containerPort"]?.integer)
    }
}

extension ECSService {
    /// The ports that Service Connect shows, which stand with the deployment that is wanted now.
    fileprivate var connectedPorts: [String] {
        let deployments = body["deployments"]?.array ?? []
        let wanted = deployments.first { $0["status"]?.string == "PRIMARY" }
        guard let connect = wanted?["serviceConnectConfiguration"], connect["enabled"]?.bool == true else { return [] }
        return (connect["services"]?.array ?? []).compactMap { $0["portName"]?.string }
    }
}
