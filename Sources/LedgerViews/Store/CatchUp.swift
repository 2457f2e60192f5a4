import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerValues
import LedgerSystem

/// Brings the views in a directory up to date with the log, whatever their state.
///
/// Repeats until the views are ready: catches up if they are behind, rebuilds them if they are missing, outdated or of
/// another log.
final class CatchUp {
    private enum Step {
        case ready(ViewReader)
        case update(ViewStamp)
        case rebuild
    }

    private let files: ViewFiles
    private let log: LogAccess
    private let options: ViewUpdateOptions
    /// The log, and its end when it was first opened: the views must reach at least this.
    private var opened: (log: any EventLog, head: LogHead)?

    init(_ files: ViewFiles, _ log: LogAccess, _ options: ViewUpdateOptions) {
        (self.files, self.log, self.options) = (files, log, options)
    }

    /// Other processes may delete, replace or outdate the views between two steps, so the steps are repeated.
    private static let tries = 8

    func reader() throws(ViewError) -> ViewReader {
        let end = log.end()
        for _ in 0..<Self.tries {
            switch try step(end) {
            case .ready(let reader): return reader
            case .update(let stamp): try update(from: stamp)
            case .rebuild: try rebuild(always: false)
            }
        }
        throw .busy
    }

    /// One process rebuilds; others wait, then check whether a rebuild is still needed.
    func rebuild(always isForced: Bool) throws(ViewError) {
        let (log, _) = try open()
        let lock = try ViewLock(.exclusive, on: files.rebuildLock)
        var isNeeded = isForced
        if !isForced { isNeeded = try needsRebuild() }
        if isNeeded { try Rebuild(files: files, options: options).run(from: log) }
        lock.release()
    }

    /// Closes whatever it opens, since a rebuild waits for all readers.
    private func step(_ end: LogEnd?) throws(ViewError) -> Step {
        guard case .usable(let reader) = try ViewReader.open(files) else { return .rebuild }
        if opened == nil, reader.stamp.isUp(to: end) { return .ready(reader) }
        let (log, head) = try open()
        guard try isSame(log, head, reader.stamp) else { return .rebuild }
        return reader.stamp.position < head.size ? .update(reader.stamp) : .ready(reader)
    }

    private func needsRebuild() throws(ViewError) -> Bool {
        guard case .usable(let reader) = try ViewReader.open(files) else { return true }
        let (log, head) = try open()
        return try !isSame(log, head, reader.stamp)
    }

    /// Whether the views were built from this log, and not from one that was longer or had other records.
    private func isSame(_ log: any EventLog, _ head: LogHead, _ stamp: ViewStamp) throws(ViewError) -> Bool {
        guard stamp.ledger == log.ledger.description else { return false }
        if stamp.position == 0 { return true }
        if stamp.position == head.size, let root = stamp.root { return root == head.frontier.root.description }
        do {
            return try log.record(at: stamp.position)?.leaf.description == stamp.lastLeaf
        } catch {
            throw .log(error)
        }
    }

    private func update(from stamp: ViewStamp) throws(ViewError) {
        let (log, _) = try open()
        do {
            try ViewWriter.open(files, from: stamp, options)?.update(from: log)
        } catch .damaged {
            try rebuild(always: true)
        } catch .notWritable where !DurableFile.exists(files.database) {
            // Another process has just deleted them; the next step notices.
            return
        }
    }

    private func open() throws(ViewError) -> (log: any EventLog, head: LogHead) {
        if let opened { return opened }
        do {
            let log = try self.log.open()
            let both = (log, try log.head())
            opened = both
            return both
        } catch {
            throw .log(error)
        }
    }
}
