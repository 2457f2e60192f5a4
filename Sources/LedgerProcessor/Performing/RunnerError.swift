package import LedgerDomain
package import LedgerLog
import LedgerValues

/// Why a deployment could not continue; what was done before is in the log.
package indirect enum RunnerError: Error, Equatable, Sendable {
    case log(EventLogError)
    case recording(RecorderError)
    case cloud(CloudError)
    /// The sealing key is needed, but cannot be read.
    case sealing(SealingError)
    /// The key does not open a value of the log.
    case unsealing(UnsealError)
    /// A call was sent, and AWS's answer could not be recorded.
    case unrecorded(DeploymentOperation, CloudAnswer, RunnerError)
    /// Calls would follow from an event that this ledger's processor has not written.
    case foreign(DeploymentID, ForeignOrigin)
    /// The stage or the deployment does not exist.
    case unknown(DeploymentID)
    /// The caller stopped waiting.
    case interrupted
}
