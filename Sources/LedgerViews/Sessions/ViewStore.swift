import LedgerDomain
package import LedgerValues
import LedgerSystem

/// The read model in a directory, which need not be the ledger's.
///
/// All of it may be deleted at any time, also while it is used: whoever opens it next builds it again.
package struct ViewStore {
    private let files: ViewFiles
    private let log: LogAccess
    private let options: TakeInOptions

    /// `progress` is told how far taking in events has come, which is only worth showing when it goes on for long.
    ///
    /// What the views hold does not depend on `rowsInMemory`; fewer need less memory and more time.
    package init(
        directory: String,
        log: LogAccess,
        rowsInMemory: Int = 20_000,
        progress: ViewProgress? = nil
    ) {
        (files, self.log) = (ViewFiles(directory: directory), log)
        options = TakeInOptions(rowsInMemory: rowsInMemory, progress: progress)
    }

    /// Opens the views as they were at `moment`, with every event in them that was acknowledged before the call.
    ///
    /// By `now` locks expire. With the log, statements may read it too: `events` has its column `data`, and the log's
    /// own tables are in the schema `log`.
    package func open(
        at moment: Moment = .now,
        now: Timestamp,
        withLog mayReadLog: Bool = false
    ) throws(ViewError) -> ViewSession {
        let catchUp = CatchUp(files, log, options)
        let reader = try catchUp.reader()
        return try ViewSession(reader, at: moment, now: now, logPath: mayReadLog ? log.path : nil)
    }

    /// Removes the views, once nobody reads them; the next query builds them again.
    package func discard() throws(ViewError) {
        guard DurableFile.exists(files.database) else { return }
        let lock = try ViewLock(.exclusive, on: files.lock)
        ViewFiles.remove(files.database)
        try lock.noteWAL(false)
    }

    /// Builds the views anew, whatever is there.
    package func rebuild() throws(ViewError) {
        try CatchUp(files, log, options).rebuild(always: true)
    }
}
