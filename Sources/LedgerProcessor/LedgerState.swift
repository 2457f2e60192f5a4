import LedgerDomain
import LedgerLog
import LedgerValues

/// The streams that a batch of proposals is decided against, loaded when first asked for and kept up to date.
struct LedgerState {
    private let log: any EventLog
    private let memory: StreamMemory
    private var stages: [StageID: Stage] = [:]
    private var stacks: [StackName: Stack] = [:]
    private var families: [StreamName: RevisionFamily] = [:]
    /// How many events each stream has, with those of the batch.
    private var versions: [String: Int] = [:]
    private var lastEvents: [DeploymentID: UniqueID] = [:]

    init(_ log: any EventLog, _ memory: StreamMemory) {
        (self.log, self.memory) = (log, memory)
    }
}

// MARK: - Loading

extension LedgerState {
    mutating func stage(_ id: StageID) throws(EventLogError) -> Stage {
        if let known = stages[id] { return known }
        let known = try memory.stage(id)
        versions[StreamName.stage(id).description] = known.version
        lastEvents = lastEvents.isEmpty ? known.lastEvents : lastEvents.merging(known.lastEvents) { $1 }
        stages[id] = known.stage
        return known.stage
    }

    /// A stack with the order of its stages, which the stages' own streams tell.
    mutating func stack(_ name: StackName) throws(EventLogError) -> Stack {
        if let known = stacks[name] { return known }
        var stack = Stack()
        for record in try records(of: StreamName.stack(name).description) {
            guard case .stack(let event)? = record.event else { continue }
            stack.evolve(event, at: record.time)
        }
        for (_, id, event) in try stageOrder(of: name) { stack.take(event, of: id) }
        stacks[name] = stack
        return stack
    }

    private mutating func stageOrder(of stack: StackName) throws(EventLogError) -> [(Int, StageID, StageEvent)] {
        var changes: [(Int, StageID, StageEvent)] = []
        for subject in try log.subjects(withPrefix: StreamName.prefix(ofStagesOf: stack)) {
            guard case .stage(let id)? = StreamName(subject) else { continue }
            for stored in try log.allRecords(of: subject) {
                guard let record = try? stored.read(), case .stage(let event)? = record.event else { continue }
                changes.append((stored.position, id, event))
            }
        }
        return changes.sorted { $0.0 < $1.0 }
    }

    mutating func family(_ stream: StreamName) throws(EventLogError) -> RevisionFamily {
        if let known = families[stream] { return known }
        let known = try memory.family(stream)
        versions[stream.description] = known.version
        families[stream] = known.family
        return known.family
    }

    private mutating func records(of subject: String) throws(EventLogError) -> [Record] {
        let stored = try log.allRecords(of: subject)
        versions[subject] = stored.count
        return stored.compactMap { try? $0.read() }
    }
}

// MARK: - Going on

extension LedgerState {
    /// How many events the stream has; decisions expect this of it, facts do not ask.
    func version(of stream: StreamName) -> ExpectedVersion {
        versions[stream.description].map { .exactly($0) } ?? .any
    }

    /// The event of a deployment after which its next one comes.
    func lastEvent(of deployment: DeploymentID) -> UniqueID? {
        lastEvents[deployment]
    }

    /// Takes in an event that is about to be appended under `id`.
    mutating func evolve(_ event: LedgerEvent, id: UniqueID, in stream: StreamName, at time: Timestamp) {
        if let deployment = event.deployment { lastEvents[deployment] = id }
        if let version = versions[stream.description] { versions[stream.description] = version + 1 }
        switch (event, stream) {
        case (.stack(let event), .stack(let name)): stacks[name]?.evolve(event, at: time)
        case (.stage(let event), .stage(let id)):
            stages[id]?.evolve(event, at: time)
            stacks[id.stack]?.take(event, of: id)
        case (.revision(let event), .revision): families[stream]?.evolve(event, at: time)
        default: return
        }
    }
}

extension Stack {
    fileprivate mutating func take(_ event: StageEvent, of id: StageID) {
        switch event {
        case .added(let added): addStage(id.stage, added.placement)
        case .removed: removeStage(id.stage)
        case .changed, .locked, .unlocked, .deployment, .action, .driftDetected, .driftCleared: return
        }
    }
}

extension LedgerEvent {
    /// Every event of one deployment shares its correlation id: the deployment's own.
    var deployment: DeploymentID? {
        guard case .stage(let event) = self else { return nil }
        return event.deployment
    }
}

extension StageEvent {
    var deployment: DeploymentID? {
        switch self {
        case .deployment(let id, _, _), .action(_, let id, _): id
        case .added, .changed, .locked, .unlocked, .removed, .driftDetected, .driftCleared: nil
        }
    }
}

extension Record {
    /// The event, nil for a type or a form that this program does not know.
    var event: LedgerEvent? {
        try? LedgerEvent(type: type, data: data)
    }
}
