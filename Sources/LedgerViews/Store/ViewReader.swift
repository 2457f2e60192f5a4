import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerValues
import LedgerSystem

/// A connection that reads one state of the views.
///
/// Holds a lock, so the views are not replaced while it exists.
final class ViewReader {
    enum State {
        case missing
        /// Not a database, damaged, or with another definition.
        case unusable
        case usable(ViewReader)
    }

    let connection: SQLiteConnection
    let stamp: ViewStamp
    let path: String
    private let lock: ViewLock?

    private init(_ connection: SQLiteConnection, _ stamp: ViewStamp, _ path: String, _ lock: consuming ViewLock) {
        (self.connection, self.stamp, self.path) = (connection, stamp, path)
        self.lock = consume lock
    }

    /// Views that no other process knows.
    init(temporary connection: SQLiteConnection, _ stamp: ViewStamp) {
        (self.connection, self.stamp, path) = (connection, stamp, "")
        lock = nil
    }

    static func open(_ files: ViewFiles) throws(ViewError) -> State {
        let lock = try ViewLock(.shared, on: files.lock)
        guard DurableFile.exists(files.database) else { return .missing }
        if lock.needsWAL, !DurableFile.exists(ViewFiles.wal(of: files.database)) { return .unusable }
        do {
            let connection = try SQLiteConnection(path: files.database, mode: .readOnly)
            connection.waitWhenBusy(atMost: .seconds(10))
            try connection.keepWALOnClose()
            try connection.execute(Statements.setReading)
            try connection.execute(Statements.begin)
            guard try ViewDefinition.isWhole(in: connection), let stamp = try ViewStamp(in: connection),
                stamp.definition == ViewDefinition.hash
            else {
                return .unusable
            }
            return .usable(ViewReader(connection, stamp, files.database, lock))
        } catch {
            switch error.code {
            case .notADatabase, .corrupt, .readOnly, .cannotOpen, .constraint, .tooBig, .statement: return .unusable
            case .busy, .full, .interrupted, .notAuthorized, .other: throw ViewError(error, path: files.database)
            }
        }
    }
}

// MARK: - Asking

extension ViewReader {
    func answering<Answer>(
        _ body: (SQLiteConnection) throws(SQLiteError) -> Answer
    ) throws(ViewError) -> Answer {
        do { return try body(connection) } catch { throw ViewError(error, path: path) }
    }

    /// The last position whose record was made by `time`.
    ///
    /// Uses a binary search: recorded times never decrease.
    func lastPosition(recordedBy time: Timestamp) throws(ViewError) -> Int {
        try answering { connection throws(SQLiteError) in
            let statement = try connection.prepare(Statements.selectRecordedTime, isKept: false)
            var (low, high) = (0, stamp.position)
            while low < high {
                let middle = (low + high + 1) / 2
                try statement.bind(middle, at: 1)
                let isBy = try !statement.step() || statement.integer(0) <= time.microseconds
                statement.reset()
                if isBy { low = middle } else { high = middle - 1 }
            }
            return low
        }
    }
}
