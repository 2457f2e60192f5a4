package import LedgerDomain
package import LedgerLog
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

    /// The views of one stack as of now, made from its streams in `source` and not from what is stored.
    ///
    /// For acts: they decide from the log. The views have the stack and its stages, and the revisions and images that these
    /// have run.
    ///
    /// - Throws: ``ViewError/differs(_:)`` if what is stored says something else: a person may have gone by it.
    package func proven(of stack: StackName, in source: any EventLog, now: Timestamp) throws(ViewError) -> ViewSession {
        let stored = try CatchUp(files, log, options).reader()
        let made = try Self.made(of: stack, in: source, upTo: stored.stamp.position)
        let comparison = ViewComparison(stored: stored, made: made)
        if let found = try comparison.difference(in: .ofStack, ["stack": .text(stack.rawValue)]) {
            throw .differs(found)
        }
        let end: Int
        do { end = try source.head().size } catch { throw .log(error) }
        let newest = end > stored.stamp.position ? try Self.made(of: stack, in: source, upTo: end) : made
        return try ViewSession(newest, at: .now, now: now, logPath: nil)
    }

    private static func made(
        of stack: StackName,
        in source: any EventLog,
        upTo position: Int
    ) throws(ViewError) -> ViewReader {
        var views = try TemporaryViews(of: source, upTo: position)
        try views.take(stack)
        try views.takeArtifacts()
        return try views.reader()
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
