internal import LedgerLog

internal import Glibc

/// Makes single-file copies of a log's database.
enum LogCopy {
    /// Copies the current state of `source`; others may append meanwhile.
    ///
    /// - Throws: ``EventLogError/damaged(_:)`` and ``EventLogError/notALedger(path:)`` refer to the source, all other
    ///   errors to the target.
    static func make(
        of source: SQLiteConnection,
        in staging: StagingDirectory,
        _ progress: (Int, Int) -> Void
    ) throws(EventLogError) {
        let files = staging.files
        try files.makePrivate(files.log)
        do throws(SQLiteError) {
            let target = try SQLiteConnection(path: files.log, mode: .create)
            // The copy is not visible before it is complete and synced.
            try target.execute(Statements.forgoDurability)
            try source.execute(Statements.beginDeferred)
            defer { source.rollBack() }
            // The snapshot starts with the first read.
            _ = try source.value(Statements.schemaVersion)
            try source.copy(into: target, progress)
        } catch { throw EventLogError(error, in: files.directory) }
        try settle(files)
    }

    /// Makes `log.db` a single file: checkpoints its write-ahead log and removes it.
    ///
    /// SQLite does this only while no one else has the file open, and does not wait. Afterwards, readers create no
    /// files next to it, and a writer must first take the lock: see ``LogDatabase/open(_:lockTimeout:)``.
    ///
    /// - Throws: ``EventLogError/busy`` if others have the log open for longer than `limit`.
    static func settle(_ files: LedgerFiles, within limit: Duration = .zero) throws(EventLogError) {
        let deadline = ContinuousClock.now + limit
        while true {
            do throws(SQLiteError) {
                let connection = try LogDatabase.connect(files.log, .readWrite)
                let mode = try connection.value(Statements.leaveWAL)
                guard mode == .text("delete") else { throw SQLiteError(.busy, message: "still in WAL mode") }
                break
            } catch {
                guard error.code == .busy, ContinuousClock.now < deadline else {
                    throw EventLogError(error, in: files.directory)
                }
            }
            usleep(20_000)
        }
        try LedgerFiles.sync(files.log)
        try files.syncDirectory()
    }
}
