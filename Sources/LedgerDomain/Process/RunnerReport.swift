package import LedgerValues

/// What a runner reports while it works.
package enum RunnerReport: Equatable, Sendable {
    case sending(DeploymentOperation, attempt: Int)
    case landed(DeploymentOperation, JSONObject)
    case refused(DeploymentOperation, code: String, message: String, retryable: Bool)
    case doubtful(DeploymentOperation, why: String)
    case looked(DeploymentOperation, ReconciliationVerdict)
    case waiting(String)
    /// A read that only tells more got no answer.
    case untold(String, String)
    /// AWS has refused what a call needs, and the deployment succeeds without it.
    case leftOut(DeploymentOperation, why: String)
}
