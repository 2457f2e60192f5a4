import LedgerDomain
import LedgerLog

/// What a fact of a deployment is to its stage now.
enum StageSighting {
    case repeated
    case waits(EventDraft)
    case events([TimedStageEvent], [EventDraft])

    init(
        of fact: DeploymentFact,
        _ envelope: Envelope,
        _ id: StageID,
        in stream: StageStream,
        _ key: SealingKey
    ) throws(Defect.Reason) {
        if stream.has(try envelope.firstID()) {
            self = .repeated
        } else if let events = stream.stage.observe(fact, as: DeploymentID(of: fact, in: id)) {
            self = .events(events, try envelope.drafts(events, of: id))
        } else {
            self = .waits(try envelope.draft(keptUnder: key, waitingFor: id))
        }
    }
}

extension DeploymentID {
    /// The id of a deployment that was only seen: the same for everybody who sees it.
    fileprivate init(of fact: DeploymentFact, in stage: StageID) {
        self.init(source: StreamName.stage(stage).description, id: fact.awsDeployment, ordinal: 0)
    }
}
