package import LedgerDomain
import LedgerValues

/// Finds the stage of an AWS resource.
package struct StageDirectory: Sendable {
    private var stages: [Workload: [StageAdded]] = [:]

    /// `stages` in their current state.
    package init(_ stages: some Sequence<StageAdded>) {
        var seen: Set<StageID> = []
        for stage in stages where seen.insert(stage.id).inserted {
            self.stages[Workload(of: stage).withoutCluster, default: []].append(stage)
        }
    }

    /// The stage that runs this workload; nil if there is none, or more than one because the cluster is unknown.
    package func stage(of workload: Workload) -> StageAdded? {
        let found: [StageAdded]
        switch workload {
        case .service, .function:
            found = (stages[workload.withoutCluster] ?? []).filter { Workload(of: $0).matches(workload) }
        case .deploymentGroup(let registry, let application, let name):
            found = stages.values.flatMap { $0 }
                .filter { $0.registry == registry && $0.isDeployed(by: application, name) }
        }
        return found.count == 1 ? found.first : nil
    }

    package func stage(_ id: StageID) -> StageAdded? {
        stages.values.lazy.flatMap { $0 }.first { $0.id == id }
    }
}

/// The AWS resource that runs a stage's image.
package enum Workload: Hashable, Sendable {
    /// An ECS service; without a cluster where an old ARN does not name it.
    case service(Registry, cluster: String?, name: String)
    case function(Registry, name: String)
    /// A deployment group of CodeDeploy, which deploys a service; its events do not name the service.
    case deploymentGroup(Registry, application: String, name: String)
}

extension StageAdded {
    /// Whether this deployment group deploys the stage: the one in its settings, else the one that is named like its
    /// service, or as ECS's console names it.
    ///
    /// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-bluegreen.html
    fileprivate func isDeployed(by application: String, _ group: String) -> Bool {
        if let setting = settings["deploymentGroup"]?.string {
            return setting == group || setting == "\(application)/\(group)"
        }
        guard case .ecs(let cluster, let service, _, _) = target else { return false }
        let name = ARN.lastName(of: service)
        return group == name || group == "DgpECS-\(ARN.lastName(of: cluster))-\(name)"
    }
}

extension Workload {
    init(of stage: StageAdded) {
        let registry = stage.registry
        switch stage.target {
        case .ecs(let cluster, let service, _, _):
            self = .service(registry, cluster: ARN.lastName(of: cluster), name: ARN.lastName(of: service))
        case .lambda(let function):
            let resource = ARN(function)?.resource ?? function
            let name = resource.hasPrefix("function:") ? String(resource.dropFirst(9)) : resource
            self = .function(registry, name: name)
        }
    }

    fileprivate var withoutCluster: Workload {
        switch self {
        case .service(let registry, _, let name): .service(registry, cluster: nil, name: name)
        case .function, .deploymentGroup: self
        }
    }

    fileprivate func matches(_ other: Workload) -> Bool {
        guard case .service(_, let cluster?, _) = self, case .service(_, let otherCluster?, _) = other else {
            return true
        }
        return cluster == otherCluster
    }
}

extension Workload: CustomStringConvertible {
    /// For display: `123456789012/us-east-1/cluster/service`.
    package var description: String {
        switch self {
        case .service(let registry, let cluster, let name):
            "\(registry.account)/\(registry.region)/\(cluster.map { "\($0)/" } ?? "")\(name)"
        case .function(let registry, let name): "\(registry.account)/\(registry.region)/\(name)"
        case .deploymentGroup(let registry, let application, let name):
            "\(registry.account)/\(registry.region)/\(application)/\(name)"
        }
    }
}
