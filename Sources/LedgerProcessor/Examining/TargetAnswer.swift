import LedgerDomain
package import LedgerValues

/// What AWS says to a ``TargetQuestion``.
package enum TargetAnswer: Equatable, Sendable {
    case service(ServiceSight)
    /// `registrable` is what registers it again.
    case revision(isActive: Bool, registrable: JSONObject)
    /// `isUsable` where it is not archived.
    case image(digest: String, isUsable: Bool)
    /// The stages, as `AWSCURRENT`, of each version.
    case secret(versions: [String: [String]])
    /// It is there, and that is all that is asked.
    case found
    case missing
    /// Denied, timed out, not to be asked: never taken for an all-clear.
    case unknown(code: String, message: String)
}

/// What matters of a service to what it is told to run.
package struct ServiceSight: Equatable, Sendable {
    /// A container, and a port of it, that the service sends traffic to.
    package struct Door: Equatable, Sendable {
        package let container: String
        /// Nil for any.
        package let port: Int64?

        package init(container: String, port: Int64?) {
            (self.container, self.port) = (container, port)
        }
    }

    /// `family:N`.
    package var revision: String?
    /// `ECS`, `CODE_DEPLOY` or `EXTERNAL`.
    package var controller = "ECS"
    package var isActive = true
    /// Whether AWS brings out something now.
    package var isDeploying = false
    /// Of its load balancers and its service registries.
    package var doors: [Door] = []
    /// The names of ports that Service Connect shows to others.
    package var portNames: [String] = []
    /// Whether its tasks have network interfaces of their own, as the network mode `awsvpc` gives them.
    package var hasOwnInterfaces = false
    package var isOwnedByCloudFormation = false

    package init(revision: String? = nil) {
        self.revision = revision
    }
}

extension ServiceSight.Door: CustomStringConvertible {
    package var description: String { container + (port.map { ":\($0)" } ?? "") }
}
