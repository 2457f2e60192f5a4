package import LedgerValues

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

/// Who has to approve a deployment, beside the stage's ``Approval``: two of its settings.
package struct ApprovalRule: Equatable, Sendable {
    /// How many different people have to approve.
    package let approvers: Int
    /// Whether the one who asked for it may not be one of them.
    package let excludesRequester: Bool

    package static let (approversSetting, requesterSetting) = ("approvers", "notRequester")

    package init(_ settings: JSONObject) {
        let count = settings[Self.approversSetting]?.string.flatMap { Int($0) } ?? 1
        approvers = max(1, count)
        excludesRequester = settings[Self.requesterSetting]?.string == "true"
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
