import LedgerLog
import LedgerSQLite
import LedgerSystem

/// Builds new views next to the old ones and then replaces those.
struct Rebuild {
    let files: ViewFiles
    let options: ViewUpdateOptions

    /// The caller must hold the rebuild lock.
    func run(from log: any EventLog) throws(ViewError) {
        files.removeLeftovers()
        let path = files.rebuild()
        do {
            try fill(path, from: log)
            try ViewFiles.sync(path)
            try switchIn(path)
        } catch {
            ViewFiles.remove(path)
            throw error
        }
    }

    private func fill(_ path: String, from log: any EventLog) throws(ViewError) {
        try ViewFiles.makePrivate(path)
        let connection = try storing(path) { () throws(SQLiteError) in try ViewDefinition.newDatabase(at: path) }
        let stamp = ViewStamp(of: log.ledger)
        try ViewUpdate(connection, at: path, from: stamp, fromNothing: true, options: options).runAtOnce(from: log)
        try storing(path) { () throws(SQLiteError) in
            try ViewDefinition.complete(connection)
            try connection.execute(Statements.setWAL)
        }
    }

    /// Waits until no one reads the old views: a reader that has opened the database but not yet its write-ahead log
    /// would find that of the new one.
    private func switchIn(_ path: String) throws(ViewError) {
        let lock = try ViewLock(.exclusive, on: files.lock)
        ViewFiles.removeBeside(path)
        try files.replaceDatabase(with: path)
        try lock.noteWAL(false)
    }

    private func storing<Result>(
        _ path: String,
        _ body: () throws(SQLiteError) -> Result
    ) throws(ViewError) -> Result {
        do { return try body() } catch { throw ViewError(error, path: path) }
    }
}
