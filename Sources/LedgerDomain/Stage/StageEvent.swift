package import LedgerValues

/// What has happened to a stage: one stream holds all of it.
package enum StageEvent: Equatable, Sendable {
    case added(StageAdded)
    /// Only what changes; null removes.
    case changed(JSONObject)
    /// It stops all deployments but those of the kinds that it `allows`.
    case locked(reason: String, expires: Timestamp?, allows: [DeploymentKind] = [])
    case unlocked(reason: String?)
    case removed(reason: String?)
    case deployment(DeploymentID, version: Int, DeploymentEvent)
    case action(ActionID, deployment: DeploymentID, ActionEvent)
    /// A task of a deployment stopped, which tells why the deployment fails.
    case taskStopped(DeploymentID, version: Int, TaskStop)
    case driftDetected(Drift)
    case driftCleared
}

package struct StageAdded: Equatable, Sendable {
    package var id: StageID
    package var placement: StagePlacement
    package var account: String
    package var region: String
    package var target: StageTarget
    package var approval: Approval
    /// All other settings: pipeline, repository, scaling bounds.
    package var settings: JSONObject

    package init(
        id: StageID,
        placement: StagePlacement = .last,
        account: String,
        region: String,
        target: StageTarget,
        approval: Approval = .automatic,
        settings: JSONObject = [:]
    ) {
        self.id = id
        self.placement = placement
        self.account = account
        self.region = region
        self.target = target
        self.approval = approval
        self.settings = settings
    }
}

/// The place of a new stage among the stages of its stack.
package enum StagePlacement: Hashable, Sendable {
    case first
    case last
    case after(StageName)
}

/// What runs a stage's image.
package enum StageTarget: Hashable, Sendable {
    case ecs(cluster: String, service: String, family: String, container: String)
    case lambda(function: String)
}

/// AWS runs something other than the ledger's last outcome says.
package struct Drift: Equatable, Sendable {
    package var expected, observed: JSONObject
    package var principal: String?

    package init(expected: JSONObject, observed: JSONObject, principal: String? = nil) {
        (self.expected, self.observed, self.principal) = (expected, observed, principal)
    }
}

extension StageAdded {
    package var registry: Registry { Registry(account: account, region: region) }
}
