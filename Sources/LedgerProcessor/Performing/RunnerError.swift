package import LedgerDomain
package import LedgerLog
package import LedgerValues

/// Why a deployment could not be gone on with; what was done before stands in the log.
package enum RunnerError: Error, Equatable, Sendable {
    case log(EventLogError)
    case recording(RecorderError)
    case cloud(CloudError)
    /// The sealing key is needed, and is not to be had.
    case sealing(SealingError)
    /// What the log holds does not open with the key.
    case unsealing(UnsealError)
    /// The stage or the deployment is not there.
    case unknown(DeploymentID)
    /// The caller does not want to wait any longer.
    case interrupted
}

/// Where a runner stopped.
package enum RunnerEnd: Equatable, Sendable {
    case ended(DeploymentProcess)
    case awaitingApproval
    /// Nobody but a person can say whether a call had its effect.
    case inDoubt(ActionID, why: String)
    /// It goes on at AWS; nobody waited for it, or not long enough.
    case open(DeploymentStart, timedOut: Bool)
}

/// What a runner tells while it works.
package enum RunnerReport: Equatable, Sendable {
    case sending(DeploymentOperation, attempt: Int)
    case landed(DeploymentOperation, JSONObject)
    case refused(DeploymentOperation, code: String, message: String, retryable: Bool)
    case doubtful(DeploymentOperation, why: String)
    case looked(DeploymentOperation, ReconciliationVerdict)
    case waiting(String)
}
