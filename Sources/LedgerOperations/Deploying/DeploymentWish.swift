import LedgerDomain
import LedgerProcessor

/// What an act asks for, with what it has read of AWS on the way.
struct DeploymentWish: Sendable {
    var request: DeploymentRequest
    /// What runs; nil where the act has not read it.
    var running: RunningContents?
    /// What of it the ledger does not know; nil where that is still to be found out.
    var observation: Observation?
    /// What AWS has told and the log lacks; appended together with the request, before it.
    var facts: [Proposal] = []

    init(
        _ request: DeploymentRequest,
        running: RunningContents? = nil,
        _ observation: Observation? = nil,
        facts: [Proposal] = []
    ) {
        (self.request, self.running, self.observation, self.facts) = (request, running, observation, facts)
    }
}
