package import LedgerValues

/// What a deployment needs next.
package enum DeploymentStep: Equatable, Sendable {
    /// Wait until a person approves.
    case awaitApproval
    /// Find the request, and record it.
    case intend(DeploymentOperation)
    /// Record that the request is sent, and send it.
    case attempt(ActionID, attempt: Int)
    /// Give the action up: it had no effect, and will not be sent again.
    case abandon(ActionID)
    /// Look at AWS whether the last attempt had an effect.
    case reconcile(ActionID)
    /// AWS cannot tell whether it had an effect: a person has to decide.
    case resolve(ActionID, why: String)
    /// All calls are made: record what they have started.
    case start(DeploymentStart)
    /// Look at AWS until the deployment has an outcome.
    case follow(DeploymentStart)
    case end(Outcome, code: String, message: String)
    /// It has ended.
    case none
}

/// What the calls of a deployment have started at AWS.
package struct DeploymentStart: Equatable, Sendable {
    package var revision: String?
    package var image: String?
    /// The deployment's id at AWS; nil if AWS did not return it.
    package var awsDeployment: String?
    /// When, by AWS's clock; nil if AWS did not return it.
    package var time: Timestamp?

    package init(
        revision: String? = nil,
        image: String? = nil,
        awsDeployment: String? = nil,
        time: Timestamp? = nil
    ) {
        (self.revision, self.image, self.awsDeployment, self.time) = (revision, image, awsDeployment, time)
    }
}
