import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerValues

/// Views made from the log's records alone, in a temporary database that goes with its connection.
///
/// Nothing that `views.db` says gets into them. So they are what an act decides on, and what an audit compares with.
struct TemporaryViews {
    private let connection: SQLiteConnection
    private let log: any EventLog
    private let last: Int
    private let projection: Projection
    private var facts = FactReader()

    private static let rowsInMemory = 20_000

    /// Still empty; as of the position `last`, whatever is appended meanwhile.
    init(of log: any EventLog, upTo last: Int) throws(ViewError) {
        (self.log, self.last) = (log, last)
        connection = try Self.connection()
        do {
            projection = try Projection(in: connection, rowsInMemory: Self.rowsInMemory, fromNothing: false)
        } catch { throw ViewError(error, path: Self.path) }
    }

    /// The views of the whole log up to `last`.
    static func whole(
        of log: any EventLog,
        upTo last: Int,
        progress: ViewProgress?
    ) throws(ViewError) -> ViewReader {
        let connection = try connection()
        let options = ViewUpdateOptions(rowsInMemory: rowsInMemory, progress: progress)
        let stamp = ViewStamp(of: log.ledger)
        let update = try ViewUpdate(connection, at: path, from: stamp, fromNothing: true, options: options)
        try update.runAtOnce(from: log, upTo: last)
        return try reader(of: connection, log)
    }

    /// Adds a stack and its stages.
    mutating func take(_ stack: StackName) throws(ViewError) {
        let stages = try subjects(withPrefix: StreamName.prefix(ofStagesOf: stack))
        try take([StreamName.stack(stack).description] + stages)
    }

    /// Adds the revisions and the images that the stages taken so far have run.
    mutating func takeArtifacts() throws(ViewError) {
        try flush()
        try take(try families())
        try flush()
        try take(try repositories())
    }

    /// What was taken, for any number of statements.
    func reader() throws(ViewError) -> ViewReader {
        try flush()
        var stamp = ViewStamp(of: log.ledger)
        stamp.position = last
        do { try stamp.write(in: connection) } catch { throw ViewError(error, path: Self.path) }
        return try Self.reader(of: connection, log)
    }

    private mutating func take(_ subjects: [String]) throws(ViewError) {
        var records = StreamMerge(of: subjects, in: log, upTo: last)
        while let record = try records.next() {
            do { try projection.project(facts.read(record)) } catch { throw ViewError(error, path: Self.path) }
        }
    }

    private func flush() throws(ViewError) {
        do { try projection.flush() } catch { throw ViewError(error, path: Self.path) }
    }
}

// MARK: - Streams

extension TemporaryViews {
    private func subjects(withPrefix prefix: String) throws(ViewError) -> [String] {
        do { return try log.subjects(withPrefix: prefix) } catch { throw .log(error) }
    }

    private func families() throws(ViewError) -> [String] {
        try rows(Statements.ranRevisions).map { row in
            let registry = Registry(account: row[0].text ?? "", region: row[1].text ?? "")
            return StreamName.revision(registry, family: (row[2].text ?? "").familyName).description
        }.unique
    }

    private func repositories() throws(ViewError) -> [String] {
        try rows(Statements.ranImages).compactMap { row in
            let image = ImageName(recorded: row[0].text ?? "")
            return image.registry.map { StreamName.repository($0, name: image.repository).description }
        }.unique
    }

    private func rows(_ sql: String) throws(ViewError) -> [[Cell]] {
        do {
            let statement = try connection.prepare(sql, isKept: false)
            var rows: [[Cell]] = []
            while try statement.step() { rows.append((0..<statement.columnCount).map { statement.cell($0) }) }
            return rows
        } catch { throw ViewError(error, path: Self.path) }
    }
}

extension [String] {
    fileprivate var unique: [String] { Set(self).sorted() }
}

// MARK: - The database

extension TemporaryViews {
    /// SQLite's name for a database that it deletes when it is closed.
    private static let path = ""

    private static func connection() throws(ViewError) -> SQLiteConnection {
        do { return try ViewDefinition.newDatabase(at: path) } catch { throw ViewError(error, path: path) }
    }

    private static func reader(of connection: SQLiteConnection, _ log: any EventLog) throws(ViewError) -> ViewReader {
        do {
            try ViewDefinition.complete(connection)
            return ViewReader(temporary: connection, try ViewStamp(in: connection) ?? ViewStamp(of: log.ledger))
        } catch { throw ViewError(error, path: path) }
    }
}
