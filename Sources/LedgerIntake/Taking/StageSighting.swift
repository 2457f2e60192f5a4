import LedgerDomain
import LedgerLog
import LedgerValues

/// What a fact of a deployment is to its stage now.
enum StageSighting {
    case repeated
    case waits(EventDraft)
    case events([TimedStageEvent], [EventDraft])

    init(
        of workload: WorkloadFact,
        _ envelope: Envelope,
        _ definition: StageAdded,
        in stream: StageStream,
        _ gate: SealingGate
    ) throws(Hindrance) {
        let id = definition.id
        let first: UniqueID
        do { first = try envelope.firstID() } catch { throw .defect(error) }
        if stream.has(first) {
            self = .repeated
        } else if let events = stream.stage.observe(workload, for: definition) {
            self = .events(events, try envelope.drafts(events, of: id, through: gate))
        } else {
            self = .waits(try envelope.draft(keptThrough: gate, waitingFor: id))
        }
    }
}

extension Stage {
    /// The events that a fact causes, none if nothing in it is new; nil if it has to wait.
    fileprivate func observe(_ workload: WorkloadFact, for definition: StageAdded) -> [TimedStageEvent]? {
        guard let fact = workload.fact(for: definition, in: self) else { return [] }
        guard let events = observe(fact, as: DeploymentID(of: fact, in: definition.id)) else { return nil }
        guard let stop = workload.stop else { return events }
        var stage = self
        for event in events { stage.evolve(event.event, at: event.time) }
        let stopped = stage.observe(stop, of: fact.awsDeployment, at: stop.stoppedAt ?? fact.time)
        return events + [stopped].compactMap(\.self)
    }
}

extension DeploymentID {
    /// The id of a deployment that was only seen: the same for everybody who sees it.
    fileprivate init(of fact: DeploymentFact, in stage: StageID) {
        self.init(source: StreamName.stage(stage).description, id: fact.subject, ordinal: 0)
    }
}
