package import LedgerValues

/// A stage, folded from its stream, as far as decisions need it.
package struct Stage: Equatable, Sendable {
    package struct Lock: Equatable, Sendable {
        package let reason: String
        package let expires: Timestamp?
        /// The kinds of deployments that it lets pass.
        package let allows: [DeploymentKind]

        package func holds(at now: Timestamp) -> Bool {
            expires.map { now < $0 } ?? true
        }

        /// Whether it stops a deployment.
        func stops(_ request: DeploymentRequest, at now: Timestamp) -> Bool {
            holds(at: now) && !allows.contains(request.kind) && !request.overridesLock
        }
    }

    /// The settings with which it was added, and the changes since; nil if the stage does not exist.
    package internal(set) var definition: StageAdded?
    package internal(set) var lock: Lock?
    /// In the order of their versions: without gaps, from 0 on if it is known what ran before the ledger, else from 1.
    package internal(set) var deployments: [Deployment] = []
    package internal(set) var hasDrifted = false
    var actions: [ActionID: StageAction] = [:]

    package init() {}

    package var nextVersion: Int { (deployments.last?.version ?? 0) + 1 }

    /// The one deployment that has not ended.
    package var openDeployment: Deployment? {
        deployments.last(where: \.isOpen)
    }

    /// The open deployment that other deployments have to wait for: one that was asked for, before one that was seen.
    package var blockingDeployment: Deployment? {
        deployments.last { $0.isOpen && $0.kind != .observed } ?? seenDeployment
    }

    /// The open deployment that somebody else has begun, as far as its beginning was told.
    package var seenDeployment: Deployment? {
        deployments.last { $0.isOpen && $0.kind == .observed && !$0.isOnlySeen }
    }

    /// Whether a call to AWS may have had an effect that is not known yet.
    package var hasUnansweredAction: Bool {
        actions.values.contains { action in
            // A deployment that has ended is not resumed, so its call is never answered: facts do not wait for it.
            action.standing.isUnanswered && deployment(action.deployment)?.isOpen ?? false
        }
    }

    package func deployment(_ id: DeploymentID) -> Deployment? {
        deployments.last { $0.id == id }
    }

    package func deployment(version: Int) -> Deployment? {
        let index = version - (deployments.first?.version ?? 1)
        return deployments.indices.contains(index) ? deployments[index] : nil
    }

    /// The deployment with this id at AWS, also where it is the id under which AWS went back to it.
    package func deployment(awsDeployment: String) -> Deployment? {
        let isRollback = { (rollback: Deployment.AWSRollback) in rollback.awsDeployment == awsDeployment }
        return deployments.last { $0.rollbacks.contains(where: isRollback) }
            ?? deployments.last { $0.awsDeployment == awsDeployment }
    }
}

/// How far an action has come, as far as decisions need it.
enum ActionStanding: Equatable, Sendable {
    /// It may be sent: it surely had no effect yet.
    case due
    case open, inDoubt, ended

    /// Whether AWS may have carried it out.
    var isUnanswered: Bool { self == .open || self == .inDoubt }
}

struct StageAction: Equatable, Sendable {
    var deployment: DeploymentID
    var standing: ActionStanding
}
