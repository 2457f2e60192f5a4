internal import LedgerLog

internal import Glibc

/// Copies of a log's database that are one file.
enum LogCopy {
    /// Copies what `source` is now; others may append meanwhile.
    ///
    /// - Throws: ``EventLogError/damaged(_:)`` and ``EventLogError/notALedger(path:)`` of the source, all else of where
    ///   the copy is made.
    static func make(
        of source: SQLiteConnection,
        in staging: StagingDirectory,
        _ progress: (Int, Int) -> Void
    ) throws(EventLogError) {
        let files = staging.files
        try files.makePrivate(files.log)
        do throws(SQLiteError) {
            let target = try SQLiteConnection(path: files.log, mode: .create)
            // Nobody sees the copy before it is whole and synced.
            try target.execute(Statements.forgoDurability)
            try source.execute(Statements.beginDeferred)
            defer { source.rollBack() }
            // The snapshot begins with the first read.
            _ = try source.value(Statements.schemaVersion)
            try source.copy(into: target, progress)
        } catch { throw EventLogError(error, in: files.directory) }
        try settle(files)
    }

    /// Makes `log.db` one file that needs none beside it: its write-ahead log is taken over and removed.
    ///
    /// SQLite does that only while nobody else has the file open, and does not wait for that. From then on who reads it
    /// makes no file beside it, and who wants to append must first take the lock: see ``LogDatabase/open(_:lockTimeout:)``.
    ///
    /// - Throws: ``EventLogError/busy`` when others have the log open for longer than `limit`.
    static func settle(_ files: LedgerFiles, within limit: Duration = .zero) throws(EventLogError) {
        let deadline = ContinuousClock.now + limit
        while true {
            do throws(SQLiteError) {
                let connection = try SQLiteConnection(path: files.log, mode: .readWrite)
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
