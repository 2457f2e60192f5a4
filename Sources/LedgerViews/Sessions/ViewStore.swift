import LedgerDomain
package import LedgerValues
import LedgerSystem

/// The read model in a directory, which need not be the ledger's.
///
/// It can be deleted at any time, even while in use: the next opening rebuilds it.
package struct ViewStore {
    private let files: ViewFiles
    private let log: LogAccess
    private let options: ViewUpdateOptions

    /// `progress` is called while events are added; show it only if that takes long.
    ///
    /// `rowsInMemory` trades memory for speed; it does not affect the content of the views.
    package init(
        directory: String,
        log: LogAccess,
        rowsInMemory: Int = 20_000,
        progress: ViewProgress? = nil
    ) {
        (files, self.log) = (ViewFiles(directory: directory), log)
        options = ViewUpdateOptions(rowsInMemory: rowsInMemory, progress: progress)
    }

    /// Opens the views as of `moment`, with every event that was acknowledged before the call.
    ///
    /// `now` decides whether locks have expired. `withLog` lets statements read the log too: `events` gets a column
    /// `data`, and the log's own tables are in the schema `log`.
    package func open(
        at moment: Moment = .now,
        now: Timestamp,
        withLog mayReadLog: Bool = false
    ) throws(ViewError) -> ViewSession {
        let catchUp = CatchUp(files, log, options)
        let reader = try catchUp.reader()
        return try ViewSession(reader, at: moment, now: now, logPath: mayReadLog ? log.path : nil)
    }

    /// Removes the views after all readers have finished; the next query rebuilds them.
    package func discard() throws(ViewError) {
        guard DurableFile.exists(files.database) else { return }
        let lock = try ViewLock(.exclusive, on: files.lock)
        ViewFiles.remove(files.database)
        try lock.noteWAL(false)
    }

    /// Rebuilds the views, whatever is there.
    package func rebuild() throws(ViewError) {
        try CatchUp(files, log, options).rebuild(always: true)
    }
}
