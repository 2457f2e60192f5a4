import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerValues

/// Folds the log into the tables of one connection.
///
/// What an event does is in the extensions, one for each noun. Each of those functions reads first and writes last: it
/// throws `unreadable` only before its first write, so that a poison event changes no row.
final class Projection {
    /// Changes whenever the same events give other rows, so that every view is rebuilt.
    static let version = 6

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
    private let rowsInMemory: Int

    /// `fromNothing`: the tables have no rows yet, and many are to come.
    init(
        in connection: SQLiteConnection,
        rowsInMemory: Int,
        fromNothing: Bool
    ) throws(ProjectionError) {
        self.rowsInMemory = rowsInMemory
        stacks = try TemporalTable(in: connection, fromNothing: fromNothing)
        stages = try TemporalTable(in: connection, fromNothing: fromNothing)
        deployments = try TemporalTable(in: connection, fromNothing: fromNothing)
        runs = try TemporalTable(in: connection, fromNothing: fromNothing)
        revisions = try TemporalTable(in: connection, fromNothing: fromNothing)
        containers = try TemporalTable(in: connection, fromNothing: fromNothing)
        images = try TemporalTable(in: connection, fromNothing: fromNothing)
        imageTags = try TemporalTable(in: connection, fromNothing: fromNothing)
        actions = try TemporalTable(in: connection, fromNothing: fromNothing)
        attempts = try TemporalTable(in: connection, fromNothing: fromNothing)
        builds = try TemporalTable(in: connection, fromNothing: fromNothing)
        drifts = try TemporalTable(in: connection, fromNothing: fromNothing)
        stageEnds = StageEnds(in: connection)
        versions = DeploymentVersions(in: connection)
        events = EventTable(in: connection)
    }

    /// Takes in the next position of the log.
    func project(_ reading: Reading) throws(ProjectionError) {
        switch reading {
        case .fact(let fact): try project(fact)
        case .unreadable(let position, let error):
            try events.insertUnreadable(nil, because: error.description, at: position)
        }
    }

    private func project(_ fact: Fact) throws(ProjectionError) {
        if rowCount > rowsInMemory { try forget() }
        try events.insert(fact.record, at: fact.position)
        do {
            try apply(fact)
        } catch .unreadable(let reason) {
            try events.insertUnreadable(fact.record.type, because: reason, at: fact.position)
        }
    }

    /// Writes all that memory holds; to be called before a commit.
    func flush() throws(ProjectionError) {
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
        guard let type = fact.origin.type else { return }
        switch type {
        case .stack(let type): try apply(type, stack: fact.stack(), fact)
        case .stage(let type): try apply(type, fact.stage(), fact)
        case .deployment(let type): try apply(type, fact.stage(), fact)
        case .action(let type): try apply(type, fact.stage(), fact)
        case .drift(let type): try apply(type, fact.stage(), fact)
        case .revision(let type): try apply(type, fact.family(), fact)
        case .image(let type): try apply(type, fact.repository(), fact)
        case .build(let type): try apply(type, fact.pipeline(), fact)
        // Only the table of events has these.
        case .observation(.kept), .observation(.claimed), .ledger(.lossAccepted), .ledger(.signingKeyReplaced): return
        }
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
        events.forget()
    }
}
