import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerValues
import LedgerSystem

/// The way from whatever is in the directory to views that have all that the log has.
final class CatchUp {
    private enum Step {
        case ready(ViewReader)
        case takeIn(ViewStamp)
        case rebuild
    }

    private let files: ViewFiles
    private let log: LogAccess
    private let options: TakeInOptions
    /// The log and where it ended when it was first needed: as far as the views must come.
    private var opened: (log: any EventLog, head: LogHead)?

    init(_ files: ViewFiles, _ log: LogAccess, _ options: TakeInOptions) {
        (self.files, self.log, self.options) = (files, log, options)
    }

    /// Others may delete, replace or outdate the views between two steps; then the steps are taken again.
    private static let tries = 8

    func reader() throws(ViewError) -> ViewReader {
        let end = log.end()
        for _ in 0..<Self.tries {
            switch try step(end) {
            case .ready(let reader): return reader
            case .takeIn(let stamp): try takeIn(from: stamp)
            case .rebuild: try rebuild(always: false)
            }
        }
        throw .busy
    }

    /// One process rebuilds; others wait, and look whether they still have to.
    func rebuild(always isForced: Bool) throws(ViewError) {
        let (log, _) = try open()
        let lock = try ViewLock(.exclusive, on: files.rebuildLock)
        var isNeeded = isForced
        if !isForced { isNeeded = try needsRebuild() }
        if isNeeded { try Rebuild(files: files, options: options).run(from: log) }
        lock.release()
    }

    /// Whatever it opens is closed when it returns, as a rebuild waits for every reader.
    private func step(_ end: LogEnd?) throws(ViewError) -> Step {
        guard case .usable(let reader) = try ViewReader.open(files) else { return .rebuild }
        if opened == nil, reader.stamp.isUp(to: end) { return .ready(reader) }
        let (log, head) = try open()
        guard try isSame(log, head, reader.stamp) else { return .rebuild }
        return reader.stamp.position < head.size ? .takeIn(reader.stamp) : .ready(reader)
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

    private func takeIn(from stamp: ViewStamp) throws(ViewError) {
        let (log, _) = try open()
        do {
            try ViewWriter.open(files, from: stamp, options)?.takeIn(log)
        } catch .damaged {
            try rebuild(always: true)
        } catch .notWritable where !DurableFile.exists(files.database) {
            // Somebody deleted them in this moment: the next step finds them missing.
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
