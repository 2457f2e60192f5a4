import LedgerAWS
import LedgerDomain
import LedgerValues

/// The service of a stage, and the revisions that it ran.
extension AWSTargetReader {
    func service() async -> TargetAnswer {
        guard case .ecs(let cluster, let service, _, _) = stage.target else { return .missing }
        let call = AWSRead.describeServices([service], in: cluster)
        return await ask(call, missing: ["ClusterNotFoundException", "ServiceNotFoundException"]) {
            $0.first.map { .service(ServiceState($0)) } ?? .missing
        }
    }

    /// ECS has one code for everything that can be wrong with this call, and only the name can be wrong.
    func revision(_ name: String) async -> TargetAnswer {
        await ask(.describeTaskDefinition(name), missing: ["ClientException"]) {
            .revision(isActive: $0.definition.status == "ACTIVE", registrable: $0.definition.registrable)
        }
    }
}

extension ServiceState {
    fileprivate init(_ service: ECSService) {
        self.init()
        running = RunningService(service)
        controller = service.controller
        isActive = service.status == "ACTIVE"
        isDeploying = service.deployments.contains { $0.rolloutState == "IN_PROGRESS" }
        ports = ["loadBalancers", "serviceRegistries"].flatMap { service.body[$0]?.array ?? [] }
            .compactMap(TrafficPort.init)
        portNames = service.connectedPorts
        hasOwnInterfaces = service.body["networkConfiguration"]?["awsvpcConfiguration"] != nil
        isOwnedByCloudFormation = service.tags.contains { $0.key.hasPrefix("aws:cloudformation:") }
    }
}

extension ServiceState.TrafficPort {
    /// A load balancer or a service registry of a service; nil for a registry that names no container.
    fileprivate init?(_ json: JSONValue) {
        guard let container = json["containerName"]?.string else { return nil }
        self.init(container: container, port: json["containerPort"]?.integer)
    }
}

extension ECSService {
    /// The port names of Service Connect, which the description has with the primary deployment.
    fileprivate var connectedPorts: [String] {
        let deployments = body["deployments"]?.array ?? []
        let primary = deployments.first { $0["status"]?.string == "PRIMARY" }
        guard let connect = primary?["serviceConnectConfiguration"], connect["enabled"]?.bool == true else { return [] }
        return (connect["services"]?.array ?? []).compactMap { $0["portName"]?.string }
    }
}
