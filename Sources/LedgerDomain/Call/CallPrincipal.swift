/// Who made a call, as people know them.
package struct CallPrincipal: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case user, role, root, service, webIdentity, identityCenter, federated, account, unknown
    }

    /// `mia`, `deployer/ci-4711`, `ecs.amazonaws.com`.
    package let name: String
    package let kind: Kind

    package init(_ name: String, _ kind: Kind) {
        (self.name, self.kind) = (name, kind)
    }
}
