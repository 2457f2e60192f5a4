import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerValues

/// Adds events to the views up to the end of the log, in transactions of one connection.
final class ViewUpdate {
    /// Events per transaction: enough to make each cheap, few enough not to lock out others for long.
    private static let batch = 5_000

    private let connection: SQLiteConnection
    private let path: String
    private let options: ViewUpdateOptions
    private var projection: Projection
    private var tree: TreeTable
    private var reader = FactReader()
    private var stamp: ViewStamp

    /// `stamp` is the current stamp of the views; `fromNothing` means that the tables are empty and many rows will
    /// come.
    init(
        _ connection: SQLiteConnection,
        at path: String,
        from stamp: ViewStamp,
        fromNothing: Bool = false,
        options: ViewUpdateOptions
    ) throws(ViewError) {
        (self.connection, self.path, self.stamp, self.options) = (connection, path, stamp, options)
        tree = TreeTable(in: connection, at: path)
        do {
            projection = try Projection(in: connection, rowsInMemory: options.rowsInMemory, fromNothing: fromNothing)
        } catch {
            throw ViewError(error, path: path)
        }
    }

    /// Adds all events up to the current end of the log, or up to `last`, inside an open transaction.
    ///
    /// For a rebuild, which no one sees before it is complete.
    func runAtOnce(from log: any EventLog, upTo last: Int? = nil) throws(ViewError) {
        let head = try self.head(of: log)
        let end = last ?? head.size
        let pages = try RecordPages(of: log, after: stamp.position, upTo: end)
        defer { pages.stop() }
        var page = try pages.next(after: nil)
        while let current = page {
            try project(current, of: log, upTo: end)
            page = nil
            page = try pages.next(after: current)
        }
        try finish(upTo: head)
    }

    /// Adds all events up to the current end of the log, one transaction per batch.
    ///
    /// Other processes may do the same at once: each transaction first reads how far the views are.
    func run(from log: any EventLog) throws(ViewError) {
        let head = try self.head(of: log)
        repeat {
            try storing { () throws(SQLiteError) in try connection.execute(Statements.beginImmediate) }
            do {
                try reread()
                try runBatch(log, head)
                try storing { () throws(SQLiteError) in try connection.execute(Statements.commit) }
            } catch {
                try? connection.execute(Statements.rollback)
                throw error
            }
        } while stamp.position < head.size
    }

    private func runBatch(_ log: any EventLog, _ head: LogHead) throws(ViewError) {
        let end = min(head.size, stamp.position + Self.batch)
        while stamp.position < end {
            let stored = try records(of: log, after: stamp.position, limit: min(500, end - stamp.position))
            guard !stored.isEmpty else { throw .log(.lostEvents(acknowledged: head.size, found: stamp.position)) }
            try project(RecordPages.Page(stored, &reader), of: log, upTo: head.size)
        }
        try finish(upTo: head)
    }

    private func project(_ page: RecordPages.Page, of log: any EventLog, upTo total: Int) throws(ViewError) {
        do {
            for reading in page.readings { try projection.project(reading) }
        } catch {
            throw ViewError(error, path: path)
        }
        try tree.append(page.leaves, after: stamp.position, of: log)
        stamp.position = page.readings.last?.position ?? stamp.position
        stamp.lastLeaf = page.leaves.last?.description
        options.progress?(stamp.position, total)
    }

    /// Writes the rows held in memory, and the stamp for them.
    private func finish(upTo head: LogHead) throws(ViewError) {
        do { try projection.flush() } catch { throw ViewError(error, path: path) }
        stamp.root = stamp.position == head.size ? head.frontier.root.description : nil
        try storing { () throws(SQLiteError) in try stamp.write(in: connection) }
    }

    /// Another process may have added events since; then the rows held in memory are outdated.
    private func reread() throws(ViewError) {
        let found = try storing { () throws(SQLiteError) in try ViewStamp(in: connection) }
        guard let found, found.position != stamp.position else { return }
        stamp = found
        tree = TreeTable(in: connection, at: path)
        do {
            projection = try Projection(in: connection, rowsInMemory: options.rowsInMemory, fromNothing: false)
        } catch {
            throw ViewError(error, path: path)
        }
    }

    private func head(of log: any EventLog) throws(ViewError) -> LogHead {
        do { return try log.head() } catch { throw .log(error) }
    }

    private func records(of log: any EventLog, after position: Int, limit: Int) throws(ViewError) -> [StoredRecord] {
        do { return try log.records(after: position, limit: limit) } catch { throw .log(error) }
    }

    private func storing<Result>(_ body: () throws(SQLiteError) -> Result) throws(ViewError) -> Result {
        do { return try body() } catch { throw ViewError(error, path: path) }
    }
}
