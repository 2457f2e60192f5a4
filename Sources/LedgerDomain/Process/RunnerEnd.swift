/// Where a runner stopped.
package enum RunnerEnd: Equatable, Sendable {
    case ended(DeploymentProcess)
    case awaitingApproval
    /// Only a person can find out whether a call had its effect.
    case inDoubt(ActionID, why: String)
    /// It is still running at AWS: the caller did not wait, or not long enough.
    case open(DeploymentStart, timedOut: Bool)
}
