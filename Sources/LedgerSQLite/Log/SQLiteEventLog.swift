import LedgerDomain
package import LedgerLog
internal import Synchronization
package import LedgerValues
internal import LedgerSystem

/// A log in a directory: `log.db`, `head.json` and `write.lock`.
///
/// Several threads and processes may use one directory at once. A log opened for reading takes no lock and writes
/// nothing.
package final class SQLiteEventLog: EventLog {
    package let ledger: UniqueID
    private let files: LedgerFiles
    private let clock: @Sendable () -> Timestamp
    private let access: Mutex<Access>

    /// The connection's statements; `committer` is nil if the log is opened for reading.
    private struct Access {
        let reader: LogReader
        let committer: LogCommitter?
    }

    private init(
        _ ledger: UniqueID,
        _ files: LedgerFiles,
        _ clock: @escaping @Sendable () -> Timestamp,
        _ access: sending Access
    ) {
        (self.ledger, self.files, self.clock) = (ledger, files, clock)
        self.access = Mutex(access)
    }

    package func head() throws(EventLogError) -> LogHead {
        try access.withLock { access throws(EventLogError) in try access.reader.readHead() }
    }

    package func append(_ writes: [StreamWrite]) throws(EventLogError) -> [Place] {
        try append(.drafts(writes, clock: clock))
    }

    package func append(verbatim source: any RecordSource) throws(EventLogError) {
        _ = try append(.verbatim(source))
    }

    private func append(_ request: AppendRequest) throws(EventLogError) -> [Place] {
        try access.withLock { access throws(EventLogError) in
            guard let committer = access.committer else { throw .notWritable(path: files.log) }
            return try committer.append(request)
        }
    }

    package func records(after position: Int, limit: Int) throws(EventLogError) -> [StoredRecord] {
        try access.withLock { access throws(EventLogError) in
            try access.reader.records(after: position, limit: limit)
        }
    }

    package func records(
        of subject: String,
        after streamVersion: Int,
        limit: Int
    ) throws(EventLogError) -> [StoredRecord] {
        try access.withLock { access throws(EventLogError) in
            try access.reader.records(of: subject, after: streamVersion, limit: limit)
        }
    }

    package func record(id: UniqueID) throws(EventLogError) -> StoredRecord? {
        try access.withLock { access throws(EventLogError) in try access.reader.record(id: id) }
    }

    package func subjects(withPrefix prefix: String) throws(EventLogError) -> [String] {
        try access.withLock { access throws(EventLogError) in try access.reader.subjects(withPrefix: prefix) }
    }

    /// The stored leaf hashes of a zero-based index range.
    package func leaves(_ range: Range<Int>) throws(EventLogError) -> [SHA256Hash] {
        try access.withLock { access throws(EventLogError) in try access.reader.leaves(range) }
    }

    /// Calls `body` with the position and line of every record after `position` up to and including `last`.
    ///
    /// Much faster than ``EventLog/forEachRecord(after:upTo:orLogFailure:_:)``: allocates no array per record and does
    /// not read its leaf. No transaction is open while `body` runs, so it may be slow and may use the log. The bytes
    /// must not outlive the call.
    package func forEachLine<Failure: Error>(
        after position: Int = 0,
        upTo last: Int = .max,
        orLogFailure wrap: (EventLogError) -> Failure,
        _ body: (Int, UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        var position = position
        var page = RecordPage()
        while position < last {
            do { try fill(&page, after: position, upTo: last) } catch { throw wrap(error) }
            guard let end = page.lastPosition else { return }
            try page.forEach(body)
            position = end
        }
    }

    private func fill(_ page: inout RecordPage, after position: Int, upTo last: Int) throws(EventLogError) {
        try access.withLock { access throws(EventLogError) in
            try access.reader.fill(&page, after: position, upTo: last)
        }
    }
}

// MARK: - Opening

extension SQLiteEventLog {
    /// Creates a ledger in a directory, which is created if needed.
    ///
    /// - Throws: ``EventLogError/alreadyExists(path:)`` if there is a ledger, and
    ///   ``EventLogError/lostEvents(acknowledged:found:)`` if only the head file of one is left.
    package static func create(
        at path: String,
        id: UniqueID,
        clock: @escaping @Sendable () -> Timestamp,
        lockTimeout: Duration = .seconds(10)
    ) throws(EventLogError) -> SQLiteEventLog {
        let files = LedgerFiles(directory: path)
        try files.makeDirectory()
        let lock = try WriteLock(path: files.lock)
        try lock.acquire(within: lockTimeout)
        if let head = HeadFile.read(at: files.head), head.size > 0, DurableFile.isEmpty(files.log) {
            throw .lostEvents(acknowledged: head.size, found: 0)
        }
        try LogDatabase.create(files, id: id)
        try HeadFile.create(HeadSlot(LogHead(frontier: MerkleFrontier(), recordedTime: nil)), at: files.head)
        try files.syncDirectory()
        lock.release()
        return try open(at: path, clock: clock, lockTimeout: lockTimeout)
    }

    /// Opens a ledger for appending and reading.
    ///
    /// `onStep` is called at each step of an append, for crash tests.
    package static func open(
        at path: String,
        clock: @escaping @Sendable () -> Timestamp,
        lockTimeout: Duration = .seconds(10),
        onStep: (@Sendable (AppendStep) -> Void)? = nil
    ) throws(EventLogError) -> SQLiteEventLog {
        let files = LedgerFiles(directory: path)
        let connection = try LogDatabase.open(files, lockTimeout: lockTimeout)
        let ledger = try LogDatabase.ledger(connection, files)
        let committer = try LogCommitter(connection, files, lockTimeout: lockTimeout, onStep: onStep)
        return SQLiteEventLog(ledger, files, clock, Access(reader: committer.reader, committer: committer))
    }

    /// Opens a ledger for reading; takes no lock and writes nothing.
    ///
    /// - Throws: ``EventLogError/lostEvents(acknowledged:found:)`` or ``EventLogError/rootDiffers(size:)``, as far as
    ///   this is visible without reading the log; an append always detects it.
    package static func openForReading(at path: String) throws(EventLogError) -> SQLiteEventLog {
        let files = LedgerFiles(directory: path)
        // Read the head file first: acknowledgements made in between can only make the log longer.
        let acknowledged = HeadFile.read(at: files.head)
        let connection = try LogDatabase.openForReading(files)
        let ledger = try LogDatabase.ledger(connection, files)
        let reader = try LogReader(connection, in: path)
        if let acknowledged { try require(acknowledged, of: try reader.readHead()) }
        return SQLiteEventLog(ledger, files, { Timestamp(microseconds: 0) }, Access(reader: reader, committer: nil))
    }

    private static func require(_ acknowledged: HeadSlot, of head: LogHead) throws(EventLogError) {
        guard head.size >= acknowledged.size else {
            throw .lostEvents(acknowledged: acknowledged.size, found: head.size)
        }
        guard head.size > acknowledged.size || head.frontier.root == acknowledged.root else {
            throw .rootDiffers(size: head.size)
        }
    }

    /// The number of acknowledged events from the head file; nil if it has no valid slot.
    ///
    /// Tells a query whether its views are up to date without opening the log.
    package static func acknowledgedSize(at path: String) -> Int? {
        HeadFile.read(at: LedgerFiles(directory: path).head)?.size
    }
}
