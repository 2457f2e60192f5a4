import LedgerDomain
import LedgerLog
import LedgerValues

/// The streams that a batch of proposals is decided on, loaded when first needed and kept up to date.
struct LedgerState {
    private let log: any EventLog
    private let memory: StreamMemory
    private var stages: [StageID: Stage] = [:]
    private var stacks: [StackName: Stack] = [:]
    private var families: [StreamName: RevisionFamily] = [:]
    /// How many events each stream has, with those of the batch.
    private var versions: [String: Int] = [:]
    private var lastEvents: [DeploymentID: UniqueID] = [:]
    /// The events of the batch that add a stage to a stack or remove it.
    private var moves: [(event: StageEvent, id: StageID)] = []
    /// How many events each stage of a stack had when the stack was loaded, removed ones included.
    private var stagesOfStacks: [StackName: [StageID: Int]] = [:]

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

    /// A stack with the order of its stages, which is in the streams of the stages.
    mutating func stack(_ name: StackName) throws(EventLogError) -> Stack {
        if let known = stacks[name] { return known }
        var fold = StackFold()
        try fold.read(.stack(name), in: log)
        versions[StreamName.stack(name).description] = fold.version
        for move in try recordedMoves(of: name) { fold.stack.take(move.event, of: move.id) }
        for move in moves where move.id.stack == name { fold.stack.take(move.event, of: move.id) }
        stacks[name] = fold.stack
        return fold.stack
    }

    /// The events that add stages to a stack and remove them, in the order of the log.
    private mutating func recordedMoves(of stack: StackName) throws(EventLogError) -> [StageMoves.Move] {
        var all: [StageMoves.Move] = []
        var versions: [StageID: Int] = [:]
        for subject in try log.subjects(withPrefix: StreamName.prefix(ofStagesOf: stack)) {
            guard case .stage(let id)? = StreamName(subject) else { continue }
            var moves = StageMoves(id: id)
            try moves.read(.stage(id), in: log)
            all += moves.all
            versions[id] = moves.version
        }
        stagesOfStacks[stack] = versions
        return all.sorted { $0.position < $1.position }
    }

    mutating func family(_ stream: StreamName) throws(EventLogError) -> RevisionFamily {
        if let known = families[stream] { return known }
        let known = try memory.family(stream)
        versions[stream.description] = known.version
        families[stream] = known.family
        return known.family
    }
}

// MARK: - Going on

extension LedgerState {
    /// The version that a write expects: that of a stream which was read to decide, any for one that was not.
    func version(of stream: StreamName) -> ExpectedVersion {
        versions[stream.description].map { .exactly($0) } ?? .any
    }

    /// Writes that expect the log to have the stage, or all stages of the stack, as they were when the stack was loaded.
    func guards(of stack: StackName, only stage: StageName? = nil) -> [StreamWrite] {
        let known = stagesOfStacks[stack] ?? [:]
        let guarded = known.filter { stage == nil || $0.key.stage == stage }.sorted { $0.key < $1.key }
        let versions = guarded.map { id, version in
            StreamWrite(subject: StreamName.stage(id).description, expected: .exactly(version), events: [])
        }
        guard stage == nil else { return versions }
        // Nobody can expect a version of a stage that another process is about to add under a new name.
        let prefix = StreamName.prefix(ofStagesOf: stack)
        return [StreamWrite(subject: prefix, expected: .streams(known.count), events: [])] + versions
    }

    /// The newest event of a deployment: it causes the next one.
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
            if event.changesOrder { moves.append((event, id)) }
        case (.revision(let event), .revision): families[stream]?.evolve(event, at: time)
        default: return
        }
    }
}

private struct StackFold: StreamFold {
    var version = 0
    var stack = Stack()

    mutating func take(_ record: Record, at position: Int) {
        guard case .stack(let event)? = record.event else { return }
        stack.evolve(event, at: record.time)
    }
}

/// The events of one stage that add it to its stack or remove it.
private struct StageMoves: StreamFold {
    struct Move {
        let position: Int
        let id: StageID
        let event: StageEvent
    }

    let id: StageID
    var version = 0
    private(set) var all: [Move] = []

    init(id: StageID) {
        self.id = id
    }

    mutating func take(_ record: Record, at position: Int) {
        guard case .stage(let event)? = record.event, event.changesOrder else { return }
        all.append(Move(position: position, id: id, event: event))
    }
}

extension StageEvent {
    /// Whether it changes which stages a stack has, and in which order.
    fileprivate var changesOrder: Bool {
        switch self {
        case .added, .removed: true
        case .changed, .locked, .unlocked, .deployment, .action, .taskStopped, .driftDetected, .driftCleared: false
        }
    }
}

extension Stack {
    fileprivate mutating func take(_ event: StageEvent, of id: StageID) {
        switch event {
        case .added(let added): addStage(id.stage, added.placement)
        case .removed: removeStage(id.stage)
        case .changed, .locked, .unlocked, .deployment, .action, .taskStopped, .driftDetected, .driftCleared: return
        }
    }
}

extension LedgerEvent {
    /// All events of a deployment have its id as their correlation id.
    var deployment: DeploymentID? {
        guard case .stage(let event) = self else { return nil }
        return event.deployment
    }
}

extension StageEvent {
    var deployment: DeploymentID? {
        switch self {
        case .deployment(let id, _, _), .action(_, let id, _), .taskStopped(let id, _, _): id
        case .added, .changed, .locked, .unlocked, .removed, .driftDetected, .driftCleared: nil
        }
    }
}
