import LedgerDomain
import LedgerLog

extension Envelope {
    /// The records of facts with streams of their own.
    func drafts(_ facts: [Translation.Fact]) throws(Defect.Reason) -> [EventDraft] {
        let source = try recordSource()
        return facts.enumerated().map { ordinal, fact in
            EventDraft(
                id: UniqueID(source: source, id: identity, ordinal: ordinal),
                source: source,
                type: fact.event.type.rawValue,
                subject: fact.stream.description,
                time: time,
                actor: actor,
                data: fact.event.data
            )
        }
    }

    /// The id of the first record that it makes in a stage's stream.
    func firstID() throws(Defect.Reason) -> UniqueID {
        UniqueID(source: try recordSource(), id: identity, ordinal: 0)
    }

    /// The records of what it says of a deployment: all of one deployment have the deployment's id for correlation.
    func drafts(_ events: [TimedStageEvent], of stage: StageID) throws(Defect.Reason) -> [EventDraft] {
        let source = try recordSource()
        let first = try firstID()
        return events.enumerated().map { ordinal, event in
            let id = UniqueID(source: source, id: identity, ordinal: ordinal)
            return EventDraft(
                id: id,
                source: source,
                type: event.event.type.rawValue,
                subject: StreamName.stage(stage).description,
                time: event.time,
                actor: actor,
                correlationID: event.event.deployment ?? id,
                causationID: first,
                data: LedgerEvent.stage(event.event).data
            )
        }
    }

    /// The record that keeps it as it came.
    func draft(keptUnder key: SealingKey, waitingFor stage: StageID? = nil) throws(Defect.Reason) -> EventDraft {
        let source = try recordSource()
        let registry = try registry()
        let id = UniqueID(source: "kept \(source)", id: identity, ordinal: 0)
        let kept = KeptObservation(
            event: identity,
            detailType: detailType,
            source: self.source,
            account: registry.account,
            region: registry.region,
            time: time,
            resources: resources,
            detail: key.sealingEnvironments(in: detail),
            waitsFor: stage
        )
        return EventDraft(
            id: id,
            source: source,
            type: EventType.observationKept.rawValue,
            subject: StreamName.observation(registry).description,
            time: time,
            actor: actor,
            data: LedgerEvent.observation(.kept(id, kept)).data
        )
    }
}

extension StageEvent {
    fileprivate var deployment: DeploymentID? {
        if case .deployment(let id, _, _) = self { id } else { nil }
    }
}

extension EventDraft {
    /// Whether its record will be within the limit, whatever its place.
    var fits: Bool {
        let last = Timestamp(microseconds: .max)
        return !isTooDeep
            && encoded(streamVersion: Int(JSONValue.largestInteger), recordedTime: last).count <= Record.largest
    }
}
