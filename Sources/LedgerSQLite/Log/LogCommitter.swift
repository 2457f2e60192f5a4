internal import LedgerDomain
internal import LedgerLog
internal import LedgerSystem

/// Runs an append: lock, transaction, head file, checkpoint.
final class LogCommitter {
    let reader: LogReader
    private let writer: LogWriter
    private let files: LedgerFiles
    private let lock: WriteLock
    private let headFile: HeadFile
    private let lockTimeout: Duration
    private let onStep: (@Sendable (AppendStep) -> Void)?
    /// The last verified head, to be reused while no one else appends.
    private var known: (head: LogHead, slot: HeadSlot)?

    /// The size of the write-ahead log, in pages, from which it is checkpointed: 16 MB.
    private static let checkpointPages = 2_000

    init(
        _ connection: SQLiteConnection,
        _ files: LedgerFiles,
        lockTimeout: Duration,
        onStep: (@Sendable (AppendStep) -> Void)?
    ) throws(EventLogError) {
        let lock = try WriteLock(path: files.lock)
        reader = try LogReader(connection, in: files.directory)
        writer = try LogWriter(connection, in: files.directory)
        headFile = try Self.headFile(files, reader, lock, lockTimeout)
        self.lock = lock
        (self.files, self.lockTimeout, self.onStep) = (files, lockTimeout, onStep)
        try check()
    }

    /// Opens the head file; creates it if it is missing.
    ///
    /// This hides no known loss: a log restored from a backup has no head file.
    private static func headFile(
        _ files: LedgerFiles,
        _ reader: LogReader,
        _ lock: borrowing WriteLock,
        _ lockTimeout: Duration
    ) throws(EventLogError) -> HeadFile {
        if !DurableFile.exists(files.head) {
            try lock.acquire(within: lockTimeout)
            defer { lock.release() }
            try HeadFile.create(HeadSlot(try reader.readHead()), at: files.head)
            try files.syncDirectory()
        }
        return try HeadFile(path: files.head)
    }

    /// Checks the log against its head file; takes the lock only if another process may be appending.
    private func check() throws(EventLogError) {
        let slot = try headFile.newest()
        if slot == HeadSlot(try reader.readHead()) { return }
        try lock.acquire(within: lockTimeout)
        defer { lock.release() }
        _ = try checkedHead()
    }

    deinit {
        // Move everything into `log.db`, since that is the file people back up.
        guard connection.walPages > 0, lock.acquireIfFree() else { return }
        connection.waitWhenBusy(atMost: .zero)
        connection.checkpoint(.truncating)
        lock.release()
    }

    private var connection: SQLiteConnection { reader.connection }

    /// Appends under the lock; when it returns, the whole log is durable and acknowledged.
    func append(_ request: AppendRequest) throws(EventLogError) -> [Place] {
        try lock.acquire(within: lockTimeout)
        defer { lock.release() }
        // An append to a file that a restore has replaced would be lost.
        guard !connection.hasMoved, !headFile.hasMoved else { throw .replaced(path: files.log) }
        let (places, head) = try commit(request)
        try acknowledge(head)
        checkpointWhenDue()
        return places
    }

    private func commit(_ request: AppendRequest) throws(EventLogError) -> ([Place], LogHead) {
        let directory = files.directory
        let wrap = { (error: SQLiteError) in EventLogError(error, in: directory) }
        return try connection.transaction(.immediate, orFailure: wrap) { () throws(EventLogError) in
            let head = try checkedHead()
            onStep?(.began)
            var appender = Appender(writer, after: head)
            let places = try appender.append(request)
            onStep?(.inserted)
            if appender.head.size > head.size { try writer.move(to: appender.head) }
            onStep?(.committing)
            return (places, appender.head)
        }
    }

    /// Writes the head file if it is behind.
    ///
    /// If the append only repeated earlier events, it committed nothing, and the process that did may have died before
    /// its sync: so sync the write-ahead log here.
    private func acknowledge(_ head: LogHead) throws(EventLogError) {
        onStep?(.committed)
        guard known?.slot.size != head.size else { return }
        if known?.head.size == head.size { try LedgerFiles.sync(files.wal) }
        let slot = HeadSlot(head)
        try headFile.write(slot)
        known = (head, slot)
        onStep?(.headWritten)
    }

    /// The log's head, checked against the head file.
    ///
    /// The log may be longer than the head file says, if a process died between the two writes. Then the acknowledged
    /// part must match.
    private func checkedHead() throws(EventLogError) -> LogHead {
        let slot = try headFile.newest()
        let head = try reader.readHead()
        if let known, known == (head, slot) { return head }
        guard head.size >= slot.size else { throw .lostEvents(acknowledged: slot.size, found: head.size) }
        let root = head.size == slot.size ? head.frontier.root : try reader.root(of: slot.size)
        guard root == slot.root else { throw .rootDiffers(size: slot.size) }
        known = (head, slot)
        return head
    }

    private func checkpointWhenDue() {
        guard connection.walPages >= Self.checkpointPages else { return }
        onStep?(.checkpointing)
        connection.checkpoint(.passive)
    }
}

extension HeadSlot {
    init(_ head: LogHead) {
        self.init(size: head.size, root: head.frontier.root)
    }
}
