package import LedgerDomain
package import LedgerLog
package import LedgerValues

/// Why a deployment could not continue; what was done before is in the log.
package enum RunnerError: Error, Equatable, Sendable {
    case log(EventLogError)
    case recording(RecorderError)
    case cloud(CloudError)
    /// The sealing key is needed, but cannot be read.
    case sealing(SealingError)
    /// The key does not open a value of the log.
    case unsealing(UnsealError)
    /// The stage or the deployment does not exist.
    case unknown(DeploymentID)
    /// The caller stopped waiting.
    case interrupted
}

/// Where a runner stopped.
package enum RunnerEnd: Equatable, Sendable {
    case ended(DeploymentProcess)
    case awaitingApproval
    /// Only a person can find out whether a call had its effect.
    case inDoubt(ActionID, why: String)
    /// It is still running at AWS: the caller did not wait, or not long enough.
    case open(DeploymentStart, timedOut: Bool)
}

/// What a runner reports while it works.
package enum RunnerReport: Equatable, Sendable {
    case sending(DeploymentOperation, attempt: Int)
    case landed(DeploymentOperation, JSONObject)
    case refused(DeploymentOperation, code: String, message: String, retryable: Bool)
    case doubtful(DeploymentOperation, why: String)
    case looked(DeploymentOperation, ReconciliationVerdict)
    case waiting(String)
}
