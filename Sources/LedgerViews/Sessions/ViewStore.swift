package import LedgerDomain
import LedgerLog
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

    /// The views of one stack as of now, made from its streams and not from what is stored.
    ///
    /// For acts: they decide from the log. The views have the stack and its stages, and the revisions and images that these
    /// have run.
    ///
    /// - Throws: ``ViewError/differs(_:)`` if what is stored says something else: a person may have gone by it.
    package func proven(of stack: StackName, now: Timestamp) throws(ViewError) -> ViewSession {
        let stored = try CatchUp(files, log, options).reader()
        let source: any EventLog
        do { source = try log.open() } catch { throw .log(error) }
        var views = try TemporaryViews(of: source, upTo: stored.stamp.position)
        try views.take(stack)
        try views.takeArtifacts()
        let made = try views.reader()
        let comparison = ViewComparison(stored: stored, made: made)
        if let found = try comparison.difference(in: .ofStack, ["stack": .text(stack.rawValue)]) {
            throw .differs(found)
        }
        return try ViewSession(made, at: .now, now: now, logPath: nil)
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
