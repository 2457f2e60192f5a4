import LedgerDomain
import LedgerLog
import LedgerValues

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
        _ gate: SealingGate
    ) throws(Hindrance) {
        let first: UniqueID
        do { first = try envelope.firstID() } catch { throw .defect(error) }
        if stream.has(first) {
            self = .repeated
        } else if let events = stream.stage.observe(fact, as: DeploymentID(of: fact, in: id)) {
            self = .events(events, try envelope.drafts(events, of: id, through: gate))
        } else {
            self = .waits(try envelope.draft(keptThrough: gate, waitingFor: id))
        }
    }
}

extension DeploymentID {
    /// The id of a deployment that was only seen: the same for everybody who sees it.
    fileprivate init(of fact: DeploymentFact, in stage: StageID) {
        self.init(source: StreamName.stage(stage).description, id: fact.subject, ordinal: 0)
    }
}
