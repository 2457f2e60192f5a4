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
    static let version = 8

    let stacks: TemporalTable<StackColumn>
    let stages: TemporalTable<StageColumn>
    let deployments: TemporalTable<DeploymentColumn>
    let marks: TemporalTable<MarkColumn>
    let runs: TemporalTable<RunColumn>
    let revisions: TemporalTable<RevisionColumn>
    let containers: TemporalTable<ContainerColumn>
    let images: TemporalTable<ImageColumn>
    let imageTags: TemporalTable<ImageTagColumn>
    let actions: TemporalTable<ActionColumn>
    let attempts: TemporalTable<AttemptColumn>
    let builds: TemporalTable<BuildColumn>
    let drifts: TemporalTable<DriftColumn>
    let calls: TemporalTable<CallColumn>
    let callRequests: CallRequests
    let stageEnds: StageEnds
    let imageEnds: ImageEnds
    var versions: DeploymentVersions
    /// The newest run of each stage, as far as memory knows it.
    var newestRuns: [RowKey: Row<RunColumn>] = [:]

    private let tables: [any BufferedTable]
    private let events: EventTable
    private let rowsInMemory: Int

    /// `fromNothing`: the tables have no rows yet, and many are to come.
    init(
        in connection: SQLiteConnection,
        rowsInMemory: Int,
        fromNothing: Bool
    ) throws(ProjectionError) {
        self.rowsInMemory = rowsInMemory
        var opening = TableOpening(in: connection, fromNothing: fromNothing)
        stacks = try opening.table()
        stages = try opening.table()
        deployments = try opening.table()
        marks = try opening.table()
        runs = try opening.table()
        revisions = try opening.table()
        containers = try opening.table()
        images = try opening.table()
        imageTags = try opening.table()
        actions = try opening.table()
        attempts = try opening.table()
        builds = try opening.table()
        drifts = try opening.table()
        calls = try opening.table()
        tables = opening.tables
        callRequests = CallRequests(in: connection)
        stageEnds = StageEnds(in: connection)
        imageEnds = ImageEnds(in: connection)
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

    /// Writes all rows that memory holds; to be called before a commit.
    func flush() throws(ProjectionError) {
        for table in tables { try table.flush() }
    }

    private func apply(_ fact: Fact) throws(ProjectionError) {
        guard let type = fact.origin.type else { return }
        switch type {
        case .stack(let type): try apply(type, stack: fact.stack(), fact)
        case .stage(let type): try apply(type, fact.stage(), fact)
        case .deployment(let type): try apply(type, fact.stage(), fact)
        case .action(let type): try apply(type, fact.stage(), fact)
        case .task(.stopped): try applyStop(fact.stage(), fact)
        case .drift(let type): try apply(type, fact.stage(), fact)
        case .revision(let type): try apply(type, fact.family(), fact)
        case .image(let type): try apply(type, fact.repository(), fact)
        case .build(let type): try apply(type, fact.pipeline(), fact)
        case .call(.observed): try applyCall(fact.call(), fact)
        // Only the table of events has these.
        case .observation(.kept), .observation(.claimed), .ledger(.lossAccepted), .ledger(.signingKeyReplaced): return
        }
    }

    private var rowCount: Int { tables.reduce(0) { $0 + $1.count } }

    /// Limits the memory, however long the log is.
    private func forget() throws(ProjectionError) {
        try flush()
        for table in tables { table.forget() }
        versions.forget()
        newestRuns.removeAll(keepingCapacity: true)
        events.forget()
    }
}

/// Opens the temporal tables of one connection, and keeps the list of them.
private struct TableOpening {
    let connection: SQLiteConnection
    let fromNothing: Bool
    private(set) var tables: [any BufferedTable] = []

    init(in connection: SQLiteConnection, fromNothing: Bool) {
        (self.connection, self.fromNothing) = (connection, fromNothing)
    }

    mutating func table<Column>() throws(ProjectionError) -> TemporalTable<Column> {
        let table = try TemporalTable<Column>(in: connection, fromNothing: fromNothing)
        tables.append(table)
        return table
    }
}
