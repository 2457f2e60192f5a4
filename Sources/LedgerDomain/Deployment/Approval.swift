import LedgerValues

/// Whether deployments of a stage wait for an approval.
package enum Approval: String, CaseIterable, Sendable {
    case automatic
    case manual
}

extension Approval {
    /// Whether a deployment of this kind waits for an approval before anything is sent.
    package func isNeeded(for kind: DeploymentKind) -> Bool {
        switch self {
        case .automatic: false
        case .manual: kind.bringsNewContent
        }
    }

    /// The approval that a `stage.changed` sets; nil when it leaves it as it is.
    init?(changedBy changes: JSONObject) {
        guard let known = changes["approval"]?.string.flatMap(Approval.init) else { return nil }
        self = known
    }
}

extension DeploymentKind {
    /// Everything else keeps what the stage runs, or goes back to what it ran before.
    fileprivate var bringsNewContent: Bool {
        switch self {
        case .deploy, .promote: true
        case .rollback, .scale, .configure, .restart, .observed: false
        }
    }
}
