/// Where a runner stopped.
package enum RunnerEnd: Equatable, Sendable {
    case ended(DeploymentProcess)
    case awaitingApproval
    /// Nobody but a person can say whether a call had its effect.
    case inDoubt(ActionID, why: String)
    /// It goes on at AWS; nobody waited for it, or not long enough.
    case open(DeploymentStart, timedOut: Bool)
}
