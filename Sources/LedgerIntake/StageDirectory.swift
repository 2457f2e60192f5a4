package import LedgerDomain
import LedgerValues

/// Finds the stage that something at AWS belongs to.
package struct StageDirectory: Sendable {
    private var stages: [Workload: [StageAdded]] = [:]

    /// `stages` as they are now: added, with their changes.
    package init(_ stages: some Sequence<StageAdded>) {
        for stage in stages { self.stages[Workload(of: stage).withoutCluster, default: []].append(stage) }
    }

    /// The stage that runs this workload; nil if there is none, or where the cluster is not known, more than one.
    package func stage(of workload: Workload) -> StageAdded? {
        let named = stages[workload.withoutCluster] ?? []
        let found = named.filter { Workload(of: $0).matches(workload) }
        return found.count == 1 ? found.first : nil
    }

    package func stage(_ id: StageID) -> StageAdded? {
        stages.values.lazy.flatMap { $0 }.first { $0.id == id }
    }
}

/// What runs a stage's image, by its names at AWS.
package enum Workload: Hashable, Sendable {
    /// An ECS service; without a cluster where an old ARN does not name it.
    case service(Registry, cluster: String?, name: String)
    case function(Registry, name: String)
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
        case .function: self
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
    /// For people: `123456789012/us-east-1/cluster/service`.
    package var description: String {
        switch self {
        case .service(let registry, let cluster, let name):
            "\(registry.account)/\(registry.region)/\(cluster.map { "\($0)/" } ?? "")\(name)"
        case .function(let registry, let name): "\(registry.account)/\(registry.region)/\(name)"
        }
    }
}
