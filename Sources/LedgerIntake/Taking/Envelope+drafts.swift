import LedgerDomain
import LedgerLog
import LedgerValues

extension Envelope {
    /// The records of facts with streams of their own.
    func drafts(_ facts: [Translation.Fact], through gate: SealingGate) throws(Hindrance) -> [EventDraft] {
        let source: String
        do { source = try recordSource() } catch { throw .defect(error) }
        return try facts.enumerated().map { entry throws(Hindrance) in
            let (ordinal, fact) = entry
            return EventDraft(
                id: UniqueID(source: source, id: identity, ordinal: ordinal),
                source: source,
                type: fact.event.type.rawValue,
                subject: fact.stream.description,
                time: time,
                actor: actor,
                data: try gate.sealing(fact.event, in: fact.stream)
            )
        }
    }

    /// The id of the record of a call, however the call was told.
    var callID: UniqueID { UniqueID(source: source, id: identity, ordinal: 0) }

    /// The record of a call.
    func draft(
        recording call: ObservedCall,
        in stream: StreamName,
        through gate: SealingGate
    ) throws(Hindrance) -> EventDraft {
        let source: String
        do { source = try recordSource() } catch { throw .defect(error) }
        let event = LedgerEvent.call(.observed(call))
        return EventDraft(
            id: callID,
            source: source,
            type: event.type.rawValue,
            subject: stream.description,
            time: time,
            actor: actor,
            data: try gate.sealing(event, in: stream)
        )
    }

    /// The id of the first record that it makes in a stage's stream.
    func firstID() throws(Defect.Reason) -> UniqueID {
        UniqueID(source: try recordSource(), id: identity, ordinal: 0)
    }

    /// The records of what it says of a deployment: all of one deployment have the deployment's id for correlation.
    func drafts(
        _ events: [TimedStageEvent],
        of stage: StageID,
        through gate: SealingGate
    ) throws(Hindrance) -> [EventDraft] {
        let source: String
        let first: UniqueID
        do { (source, first) = (try recordSource(), try firstID()) } catch { throw .defect(error) }
        return try events.enumerated().map { entry throws(Hindrance) in
            let (ordinal, event) = entry
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
                data: try gate.sealing(.stage(event.event), in: .stage(stage))
            )
        }
    }

    /// The record that keeps it as it came.
    func draft(
        keptThrough gate: SealingGate,
        waitingFor stage: StageID? = nil
    ) throws(Hindrance) -> EventDraft {
        let source: String
        let registry: Registry
        do { (source, registry) = (try recordSource(), try self.registry()) } catch { throw .defect(error) }
        let id = UniqueID(source: "kept \(source)", id: identity, ordinal: 0)
        let kept = KeptObservation(
            event: identity,
            detailType: detailType,
            source: self.source,
            account: registry.account,
            region: registry.region,
            time: time,
            resources: resources,
            detail: detail,
            waitsFor: stage
        )
        return EventDraft(
            id: id,
            source: source,
            type: EventType.observation(.kept).rawValue,
            subject: StreamName.observation(registry).description,
            time: time,
            actor: actor,
            data: try gate.sealing(.observation(.kept(id, kept)), in: .observation(registry))
        )
    }
}

/// Why an event makes no records.
enum Hindrance: Error {
    case defect(Defect.Reason)
    case sealing(SealingError)
}

extension SealingGate {
    func sealing(_ event: LedgerEvent, in stream: StreamName) throws(Hindrance) -> SealedData {
        let registry = Registry(ofValuesIn: event.data, event.type, stream)
        do { return try seal(event.data, in: registry) } catch { throw .sealing(error) }
    }
}

extension StageEvent {
    fileprivate var deployment: DeploymentID? {
        switch self {
        case .deployment(let id, _, _), .action(_, let id, _), .taskStopped(let id, _, _): id
        case .added, .changed, .locked, .unlocked, .removed, .driftDetected, .driftCleared: nil
        }
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
