import LedgerDomain
package import LedgerValues

/// What AWS answers to a ``TargetQuestion``.
package enum TargetAnswer: Equatable, Sendable {
    case service(ServiceState)
    /// `registrable` is what registers it again.
    case revision(isActive: Bool, registrable: JSONObject)
    /// `isUsable` is false for an archived image.
    case image(digest: String, isUsable: Bool)
    /// The stages, such as `AWSCURRENT`, of each version.
    case secret(versions: [String: [String]])
    /// It exists, and that is all that is asked.
    case found
    case missing
    /// Denied, timed out, not readable. Never taken for good news.
    case unknown(code: String, message: String)
}

/// The state of a service, as far as it matters for what the service can run.
package struct ServiceState: Equatable, Sendable {
    /// A container that the service sends traffic to, and which port of it.
    package struct TrafficPort: Equatable, Sendable {
        package let container: String
        /// Nil for any port.
        package let port: Int64?

        package init(container: String, port: Int64?) {
            (self.container, self.port) = (container, port)
        }
    }

    /// What it should run; nil if no task definition was given to it.
    package var running: RunningService?
    /// `ECS`, `CODE_DEPLOY` or `EXTERNAL`.
    package var controller = "ECS"
    package var isActive = true
    /// Whether a deployment is running.
    package var isDeploying = false
    /// Those of its load balancers and its service registries.
    package var ports: [TrafficPort] = []
    /// The names of the ports that Service Connect publishes.
    package var portNames: [String] = []
    /// Whether its tasks have their own network interfaces, as in the network mode `awsvpc`.
    package var hasOwnInterfaces = false
    package var isOwnedByCloudFormation = false

    package init(revision: String? = nil) {
        running = revision.map { RunningService(revision: $0) }
    }

    /// `family:N`.
    package var revision: String? {
        get { running?.revision }
        set { running = newValue.map { RunningService(revision: $0) } }
    }
}

extension ServiceState.TrafficPort: CustomStringConvertible {
    package var description: String { container + (port.map { ":\($0)" } ?? "") }
}
