package import LedgerDomain
package import LedgerLog
import LedgerValues

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
