import LedgerDomain
import LedgerLog
import LedgerValues

/// Proposals that are being decided, and the events that they have caused so far.
struct Batch {
    private(set) var drafts: [EventDraft] = []
    private var appends: [StreamWrite] = []
    /// What must be in the log as it was read, before anything is appended.
    private var guards: [StreamWrite] = []
    /// The index of the proposal that caused each of ``drafts``.
    private(set) var origins: [Int] = []
    private var proposals = 0
    private var state: LedgerState
    let gate: SealingGate
    private let now: Timestamp
    private let actor: String
    private let user: String?
    private let writer: EventWriter
    private let eventID: (Int) -> UniqueID

    /// `eventID` returns the id of the batch's n-th event, counted from 0.
    init(
        log: any EventLog,
        memory: StreamMemory,
        gate: SealingGate,
        now: Timestamp,
        actor: String,
        user: String?,
        writer: EventWriter,
        eventID: @escaping (Int) -> UniqueID
    ) {
        state = LedgerState(log, memory)
        (self.gate, self.now, self.actor, self.user) = (gate, now, actor, user)
        (self.writer, self.eventID) = (writer, eventID)
    }

    var writes: [StreamWrite] { guards + appends }

    mutating func add(_ proposal: Proposal, makeID: () -> UniqueID) throws(BatchError) {
        let (type, stream) = try place(proposal)
        let data = try complete(proposal.data, of: type, in: stream, makeID: makeID)
        let event: LedgerEvent
        do { event = try LedgerEvent(type: type.rawValue, data: data) } catch { throw .malformed(.wire(error)) }
        if case .input = writer { try checkInput(event, in: stream) }
        let time = proposal.time ?? now
        defer { proposals += 1 }
        let events = try decide(event, in: stream, at: time)
        try deciding { () throws(Rejection) in try data.checkMembers() }
        for caused in events {
            // The proposal's own event keeps members that this program does not know.
            let content = try seal(caused == event ? data : caused.data, of: caused.type, in: stream)
            append(caused, content, to: stream, of: proposal, at: time)
        }
    }

    private mutating func checkInput(_ event: LedgerEvent, in stream: StreamName) throws(BatchError) {
        var stage: Stage?
        if case .stage(let id) = stream { stage = try load(id) }
        try deciding { () throws(Rejection) in try event.checkInput(in: stage) }
    }

    private func place(_ proposal: Proposal) throws(BatchError) -> (EventType, StreamName) {
        do {
            let type = try proposal.eventType()
            return (type, try proposal.stream(of: type))
        } catch {
            throw .malformed(error)
        }
    }

    private mutating func complete(
        _ given: JSONObject,
        of type: EventType,
        in stream: StreamName,
        makeID: () -> UniqueID
    ) throws(BatchError) -> JSONObject {
        let sealed = try seal(type.isChange ? given : given.withoutNulls, of: type, in: stream).object
        switch stream {
        case .stage(let id):
            guard type.carriesDeployment else { return sealed }
            let stage = try load(id)
            guard stage.definition != nil else { throw .rejected(.stageUnknown(id)) }
            let completed = sealed.completingDeployment(of: type, in: stage, makeID: makeID)
            guard completed["deployment"] != nil else {
                throw .rejected(
                    sealed["version"]?.integer.map { .versionUnknown(id, Int($0)) } ?? .noOpenDeployment(id)
                )
            }
            return completed
        case .revision: return try completingFingerprint(sealed.completingRevision())
        case .stack, .repository, .pipeline, .observation, .call, .ledger: return sealed
        }
    }
}

// MARK: - Deciding

extension Batch {
    private mutating func decide(
        _ event: LedgerEvent,
        in stream: StreamName,
        at time: Timestamp
    ) throws(BatchError) -> [LedgerEvent] {
        switch (event, stream) {
        case (.stack(let event), .stack(let name)):
            let stack = try load(name)
            let events = try deciding { () throws(Rejection) in
                try stack.decide(event, named: name, at: time).map(LedgerEvent.stack)
            }
            if case .deleted = event { guards += state.guards(of: name) }
            return events
        case (.stage(let event), .stage(let id)): return try decide(event, of: id, at: time)
        case (.revision(let event), .revision):
            let family = try loadFamily(stream)
            return try deciding { () throws(Rejection) in
                try family.decide(event, at: time).map(LedgerEvent.revision)
            }
        default: return [event]
        }
    }

    private mutating func decide(
        _ event: StageEvent,
        of id: StageID,
        at time: Timestamp
    ) throws(BatchError) -> [LedgerEvent] {
        if case .added(let added) = event {
            let stack = try load(id.stack)
            try deciding { () throws(Rejection) in try stack.check(added) }
            guardStack(id.stack)
            if case .after(let stage) = added.placement { guards += state.guards(of: id.stack, only: stage) }
        }
        let stage = try load(id)
        return try deciding { () throws(Rejection) in
            if case .added = event {} else if stage.definition == nil { throw .stageUnknown(id) }
            return try stage.decide(event, at: time).map(LedgerEvent.stage)
        }
    }

    /// Adding a stage expects the stack as it was read: if the stack is deleted meanwhile, there is a conflict.
    private mutating func guardStack(_ name: StackName) {
        let stream = StreamName.stack(name)
        appends.append(StreamWrite(subject: stream.description, expected: state.version(of: stream), events: []))
    }

    private mutating func load(_ name: StackName) throws(BatchError) -> Stack {
        do { return try state.stack(name) } catch { throw .log(error) }
    }

    private mutating func load(_ id: StageID) throws(BatchError) -> Stage {
        do { return try state.stage(id) } catch { throw .log(error) }
    }

    private mutating func loadFamily(_ stream: StreamName) throws(BatchError) -> RevisionFamily {
        do { return try state.family(stream) } catch { throw .log(error) }
    }

    @discardableResult
    private func deciding<Value>(_ decide: () throws(Rejection) -> Value) throws(BatchError) -> Value {
        do { return try decide() } catch { throw .rejected(error) }
    }
}

// MARK: - Collecting

extension Batch {
    private mutating func append(
        _ event: LedgerEvent,
        _ content: SealedData,
        to stream: StreamName,
        of proposal: Proposal,
        at time: Timestamp
    ) {
        var draft = EventDraft(
            id: eventID(drafts.count),
            source: writer.source,
            type: event.type.rawValue,
            subject: stream.description,
            time: time,
            actor: proposal.actor ?? actor,
            correlationID: event.deployment,
            causationID: event.deployment.flatMap { state.lastEvent(of: $0) },
            data: content
        )
        if draft.actor != user { draft.recordedBy = user }
        draft.actMac = writer.mac(of: draft, event.type)
        appends.append(StreamWrite(subject: draft.subject, expected: state.version(of: stream), events: [draft]))
        drafts.append(draft)
        origins.append(proposals)
        state.evolve(event, id: draft.id, in: stream, at: time)
    }

    func recorded(at places: [Place]) -> [Recorded] {
        zip(drafts, places).map { draft, place in
            Recorded(
                position: place.position,
                id: draft.id,
                type: draft.type,
                subject: draft.subject,
                data: draft.data,
                isRepeat: place.isRepeat
            )
        }
    }
}

enum BatchError: Error, Equatable {
    case rejected(Rejection)
    case malformed(ProposalError)
    case log(EventLogError)
    case sealing(SealingError)
}
