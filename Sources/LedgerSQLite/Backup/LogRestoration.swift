import LedgerDomain
package import LedgerLog

internal import Glibc
package import LedgerValues
internal import LedgerSystem

/// Replaces a ledger's log with a backup.
///
/// The steps, in the order of the functions: audit the copy, lock out writers, inspect the existing log, replace it.
/// Nothing changes before the last step. A process that is killed leaves either the old ledger or the new one.
package final class LogRestoration {
    private let files: LedgerFiles
    private let staging: StagingDirectory
    private let folder: CreatedDirectory
    private let limit: Duration
    private let onStep: (@Sendable (RestoreStep) -> Void)?
    private var lock: WriteLock?

    /// Copies a backup into the ledger's directory, which is created if needed.
    ///
    /// Waits at most `limit` for writers and others that have the log open. `onStep` is called at each step of the
    /// replacement, for crash tests.
    ///
    /// - Throws: ``RestorationError/backup(_:)`` if the backup is not a readable log.
    package init(
        of backup: String,
        into directory: String,
        within limit: Duration = .seconds(10),
        onStep: (@Sendable (RestoreStep) -> Void)? = nil,
        copying: (_ done: Int, _ total: Int) -> Void
    ) throws(RestorationError) {
        files = LedgerFiles(directory: directory)
        (self.limit, self.onStep) = (limit, onStep)
        let source: SQLiteConnection
        do { source = try LogDatabase.openBackup(backup) } catch { throw .backup(error) }
        do throws(EventLogError) {
            folder = try CreatedDirectory(files)
            staging = try StagingDirectory("\(directory)/restore.partial")
            try LogCopy.make(of: source, in: staging, copying)
        } catch {
            switch error {
            case .damaged, .notALedger: throw .backup(error)
            default: throw .ledger(error)
            }
        }
    }

    /// Audits the whole copy.
    package func audit(_ progress: @escaping (_ done: Int, _ total: Int) -> Void) throws(EventLogError) -> AuditReport {
        var options = AuditOptions()
        (options.depth, options.progress) = (.full, progress)
        return try DirectoryAudit.run(at: staging.files.directory, options)
    }

    /// The root of the copy's first `size` events.
    package func root(at size: Int) throws(EventLogError) -> SHA256Hash {
        let connection = try LogDatabase.openForReading(staging.files)
        return try LogReader(connection, in: staging.files.directory).root(of: size)
    }

    /// Locks out writers until this object is released, and inspects the existing log.
    package func present(against backup: AuditReport) throws(EventLogError) -> ExistingLog {
        let lock = try WriteLock(path: files.lock)
        try lock.acquire(within: limit)
        self.lock = consume lock
        return try ExistingLog(files, against: backup)
    }

    /// Appends an event to the copy.
    package func append(_ event: EventDraft, at time: Timestamp) throws(EventLogError) {
        let log = try SQLiteEventLog.open(at: staging.files.directory, clock: { time })
        _ = try log.append([event], to: event.subject, expecting: .any)
    }
}

// MARK: - Replacing

extension LogRestoration {
    /// Replaces the existing log with the copy; returns the path under which the old log is kept.
    ///
    /// The head file must match the log at every moment. If the new log is shorter, the head file first goes back to
    /// the end of the backup, which both logs contain, and then the log is replaced. If it is longer, the old head file
    /// matches both.
    package func replace(
        _ present: ExistingLog,
        by backup: AuditReport
    ) throws(EventLogError) -> (kept: String?, head: LogHead) {
        try LogCopy.settle(staging.files)
        let head = try stagedHead()
        try settle(present)
        onStep?(.settled)
        let kept = try ReplacedFiles(files, size: present.size).keep()
        onStep?(.kept)
        if present.acknowledged == nil {
            unlink(files.head)
        } else if present.size > backup.size {
            try HeadFile.create(HeadSlot(size: backup.size, root: backup.root), at: files.head)
        }
        try files.syncDirectory()
        onStep?(.headTakenBack)
        guard rename(staging.files.log, files.log) == 0 else { throw EventLogError(errno: errno, path: files.log) }
        try files.syncDirectory()
        onStep?(.replaced)
        try HeadFile.create(HeadSlot(head), at: files.head)
        try files.syncDirectory()
        onStep?(.headWritten)
        folder.isNeeded()
        return (kept, head)
    }

    private func stagedHead() throws(EventLogError) -> LogHead {
        let connection = try LogDatabase.openForReading(staging.files)
        return try LogReader(connection, in: staging.files.directory).readHead()
    }

    /// Makes the existing log a single file, so that nothing of it is left next to the new one.
    ///
    /// A log that SQLite cannot read stays as it is, and its write-ahead log is renamed: SQLite would use it for the
    /// new log.
    private func settle(_ present: ExistingLog) throws(EventLogError) {
        if present.report != nil {
            do { return try LogCopy.settle(files, within: limit) } catch {
                switch error {
                case .damaged, .notALedger, .storage: break
                default: throw error
                }
            }
        }
        try ReplacedFiles(files, size: present.size).setAsideWAL()
        unlink("\(files.log)-shm")
    }
}

/// A directory that is removed again unless ``isNeeded()`` is called.
private final class CreatedDirectory {
    private let path: String
    private var isTemporary: Bool

    init(_ files: LedgerFiles) throws(EventLogError) {
        path = files.directory
        isTemporary = !DurableFile.exists(path)
        try files.makeDirectory()
    }

    deinit {
        guard isTemporary else { return }
        unlink(LedgerFiles(directory: path).lock)
        rmdir(path)
    }

    func isNeeded() { isTemporary = false }
}

/// The steps of a restore, at each of which it may be killed.
package enum RestoreStep: String, CaseIterable, Sendable {
    /// The old log is a single file.
    case settled
    /// The old log is linked to its second name.
    case kept
    /// The head file matches both logs.
    case headTakenBack
    /// The new log is in place.
    case replaced
    case headWritten
}

/// Why a backup was not restored; the existing ledger is unchanged.
package enum RestorationError: Error, Equatable, Sendable {
    /// The backup is not a log, or is damaged.
    case backup(EventLogError)
    case ledger(EventLogError)
}
