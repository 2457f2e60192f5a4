import LedgerDomain
package import LedgerLog
package import LedgerSQLite

/// Folds the log into the tables of one connection.
///
/// What an event does is in the extensions, one for each noun. Each of those functions looks first and writes last:
/// it throws `unreadable` only before its first write, so that a poison event leaves nothing behind.
package final class Projection {
    /// Changes whenever the same events make other rows, so that every view is built again.
    package static let version = 3

    /// How many rows may be held in memory; then all are written and forgotten.
    private static let held = 20_000

    let stacks: TemporalTable<StackColumn>
    let stages: TemporalTable<StageColumn>
    let deployments: TemporalTable<DeploymentColumn>
    let runs: TemporalTable<RunColumn>
    let revisions: TemporalTable<RevisionColumn>
    let containers: TemporalTable<ContainerColumn>
    let images: TemporalTable<ImageColumn>
    let imageTags: TemporalTable<ImageTagColumn>
    let actions: TemporalTable<ActionColumn>
    let attempts: TemporalTable<AttemptColumn>
    let builds: TemporalTable<BuildColumn>
    let drifts: TemporalTable<DriftColumn>
    let stageEnds: StageEnds
    var versions: DeploymentVersions
    /// The newest run of each stage, as far as memory knows it.
    var newestRuns: [RowKey: Row<RunColumn>] = [:]

    private let events: EventTable
    private var subjects: [String: Subject] = [:]

    package init(in connection: SQLiteConnection) throws(ProjectionError) {
        stacks = try TemporalTable(in: connection)
        stages = try TemporalTable(in: connection)
        deployments = try TemporalTable(in: connection)
        runs = try TemporalTable(in: connection)
        revisions = try TemporalTable(in: connection)
        containers = try TemporalTable(in: connection)
        images = try TemporalTable(in: connection)
        imageTags = try TemporalTable(in: connection)
        actions = try TemporalTable(in: connection)
        attempts = try TemporalTable(in: connection)
        builds = try TemporalTable(in: connection)
        drifts = try TemporalTable(in: connection)
        stageEnds = StageEnds(in: connection)
        versions = DeploymentVersions(in: connection)
        events = EventTable(in: connection)
    }

    /// Takes in the event at `position`, which must be the one after the last.
    package func project(_ record: Record, at position: Int) throws(ProjectionError) {
        if rowCount > Self.held { try forget() }
        try events.insert(record, at: position)
        do {
            try apply(Fact(position: position, record: record))
        } catch .unreadable(let reason) {
            try events.insertUnreadable(record.type, because: reason, at: position)
        }
    }

    /// Takes note of a record that is not even one.
    package func skip(_ position: Int, because error: RecordError) throws(ProjectionError) {
        try events.insertUnreadable(nil, because: error.description, at: position)
    }

    /// Writes all that memory holds; to be called before a commit.
    package func flush() throws(ProjectionError) {
        try stacks.flush()
        try stages.flush()
        try deployments.flush()
        try runs.flush()
        try revisions.flush()
        try containers.flush()
        try images.flush()
        try imageTags.flush()
        try actions.flush()
        try attempts.flush()
        try builds.flush()
        try drifts.flush()
    }

    private func apply(_ fact: Fact) throws(ProjectionError) {
        guard let kind = EventKind.named[fact.record.type] else { return }
        switch (kind, subject(of: fact.record)) {
        case (.stack(let change), .stack(let stack)): try apply(change, stack: stack, fact)
        case (.stage(let change), .stage(let stack, let stage)): try apply(change, RowKey(stack, stage), fact)
        case (.deployment(let change), .stage(let stack, let stage)): try apply(change, RowKey(stack, stage), fact)
        case (.action(let change), .stage(let stack, let stage)): try apply(change, RowKey(stack, stage), fact)
        case (.drift(let change), .stage(let stack, let stage)): try apply(change, RowKey(stack, stage), fact)
        case (.revision(let change), .revision(let home, let family)): try apply(change, home, family: family, fact)
        case (.image(let change), .repository(let home, let name)): try apply(change, home, repository: name, fact)
        case (.build(let change), .pipeline(let home, let name)): try apply(change, home, pipeline: name, fact)
        default: throw .unreadable("'\(fact.record.type)' in the stream '\(fact.record.subject)'")
        }
    }

    private func subject(of record: Record) -> Subject {
        if let known = subjects[record.subject] { return known }
        let subject = Subject(record.subject)
        subjects[record.subject] = subject
        return subject
    }

    private var rowCount: Int {
        deployments.count + runs.count + revisions.count + containers.count + images.count + imageTags.count
            + actions.count + attempts.count + builds.count + drifts.count
    }

    /// Keeps memory flat, however long the log is.
    private func forget() throws(ProjectionError) {
        try flush()
        stacks.forget()
        stages.forget()
        deployments.forget()
        runs.forget()
        revisions.forget()
        containers.forget()
        images.forget()
        imageTags.forget()
        actions.forget()
        attempts.forget()
        builds.forget()
        drifts.forget()
        versions.forget()
        newestRuns.removeAll(keepingCapacity: true)
        subjects.removeAll(keepingCapacity: true)
        events.forget()
    }
}
