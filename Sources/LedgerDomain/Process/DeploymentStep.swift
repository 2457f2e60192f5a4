import LedgerValues

/// What a deployment needs next.
package enum DeploymentStep: Equatable, Sendable {
    /// To be decided by a person first.
    case awaitApproval
    /// Find out what is to be sent, and write it down.
    case intend(DeploymentOperation)
    /// Write down that it is sent, and send it.
    case attempt(ActionID, attempt: Int)
    /// It was not sent, or without effect, and will not be sent any more.
    case abandon(ActionID)
    /// Nobody knows whether the last sending had an effect: look.
    case reconcile(ActionID)
    /// AWS can't say whether it had one: a person must.
    case resolve(ActionID, why: String)
    /// All calls are made: write down what they have begun.
    case start(DeploymentStart)
    /// Watch what AWS makes of it.
    case follow(DeploymentStart)
    case end(Outcome, code: String, message: String)
    /// It has ended.
    case none
}

/// What the calls of a deployment have begun at AWS.
package struct DeploymentStart: Equatable, Sendable {
    package var revision: String?
    package var image: String?
    /// The deployment's id at AWS; nil where AWS did not say it.
    package var awsDeployment: String?

    package init(revision: String? = nil, image: String? = nil, awsDeployment: String? = nil) {
        (self.revision, self.image, self.awsDeployment) = (revision, image, awsDeployment)
    }
}
