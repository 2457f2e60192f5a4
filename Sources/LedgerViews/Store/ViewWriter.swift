import LedgerLog
import LedgerSQLite
import LedgerSystem

/// A connection that adds events while others read.
struct ViewWriter: ~Copyable {
    private let viewUpdate: ViewUpdate
    private let lock: ViewLock

    private init(_ viewUpdate: ViewUpdate, _ lock: consuming ViewLock) {
        self.viewUpdate = viewUpdate
        self.lock = lock
    }

    /// Nil if the views no longer exist.
    static func open(
        _ files: ViewFiles,
        from stamp: ViewStamp,
        _ options: ViewUpdateOptions
    ) throws(ViewError) -> ViewWriter? {
        let lock = try ViewLock(.shared, on: files.lock)
        guard DurableFile.exists(files.database) else { return nil }
        let connection = try connection(files.database)
        // Only now has SQLite created it.
        try lock.noteWAL(true)
        return ViewWriter(try ViewUpdate(connection, at: files.database, from: stamp, options: options), lock)
    }

    func update(from log: any EventLog) throws(ViewError) {
        try viewUpdate.run(from: log)
    }

    private static func connection(_ path: String) throws(ViewError) -> SQLiteConnection {
        do {
            let connection = try SQLiteConnection(path: path, mode: .readWrite)
            connection.waitWhenBusy(atMost: .seconds(30))
            try connection.keepWALOnClose()
            try connection.execute(Statements.setUpdating)
            _ = try ViewStamp(in: connection)
            return connection
        } catch {
            throw ViewError(error, path: path)
        }
    }
}
