import LedgerDomain
package import LedgerLog

internal import Glibc
package import LedgerValues
internal import LedgerSystem

/// A backup on its way to the place of a ledger's log.
///
/// In the order of its functions: the copy is audited, the writers are kept out, what is there is looked at, and the copy
/// takes its place. Until then nothing is changed, and a process that is killed leaves the old ledger or the new one.
package final class LogRestoration {
    private let files: LedgerFiles
    private let staging: StagingDirectory
    private let folder: MadeFolder
    private let limit: Duration
    private let onStep: (@Sendable (RestoreStep) -> Void)?
    private var lock: WriteLock?

    /// Copies a backup into the ledger's directory, which is made where there is none.
    ///
    /// Writers, and whoever else has the log open, are waited for no longer than `limit`. `onStep` is called at each step
    /// of the replacement, for crash tests.
    ///
    /// - Throws: ``RestorationError/backup(_:)`` when it is no log that can be read.
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
            folder = try MadeFolder(files)
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

    /// Keeps writers out until this object is gone, and looks at what is there.
    package func present(against backup: AuditReport) throws(EventLogError) -> PresentLog {
        let lock = try WriteLock(path: files.lock)
        try lock.acquire(within: limit)
        self.lock = consume lock
        return try PresentLog(files, against: backup)
    }

    /// Appends an event to the copy.
    package func append(_ event: EventDraft, at time: Timestamp) throws(EventLogError) {
        let log = try SQLiteEventLog.open(at: staging.files.directory, clock: { time })
        _ = try log.append([event], to: event.subject, expecting: .any)
    }
}

// MARK: - Replacing

extension LogRestoration {
    /// Puts the copy in place of what is there, which is kept beside it under a name that is returned.
    ///
    /// The head file must be true of the log at every moment. So when the new log is shorter the head file first goes
    /// back to where the backup ends, which the old log has too, and only then the log is replaced; when it is longer
    /// the old head file is true of both.
    package func replace(
        _ present: PresentLog,
        by backup: AuditReport
    ) throws(EventLogError) -> (kept: String?, head: LogHead) {
        try LogCopy.settle(staging.files)
        let head = try stagedHead()
        try settle(present)
        onStep?(.settled)
        let kept = try KeptFiles(files, size: present.size).keep()
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

    /// Makes one file of the log that is there, so that nothing of it is left beside the new one.
    ///
    /// One that SQLite cannot read stays as it is, and its write-ahead log is kept aside too: it would be taken for that
    /// of the new log.
    private func settle(_ present: PresentLog) throws(EventLogError) {
        if present.report != nil {
            do { return try LogCopy.settle(files, within: limit) } catch {
                switch error {
                case .damaged, .notALedger, .storage: break
                default: throw error
                }
            }
        }
        try KeptFiles(files, size: present.size).setAsideWAL()
        unlink("\(files.log)-shm")
    }
}

/// A directory that is removed again unless it turns out to be needed.
private final class MadeFolder {
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

/// Where a restore may be killed.
package enum RestoreStep: String, CaseIterable, Sendable {
    /// The old log is one file.
    case settled
    /// It has its second name.
    case kept
    /// The head file is true of both logs.
    case headTakenBack
    /// The new log is in place.
    case replaced
    case headWritten
}

/// Why a backup was not restored; what was there is as it was.
package enum RestorationError: Error, Equatable, Sendable {
    /// The backup is no log, or damaged.
    case backup(EventLogError)
    case ledger(EventLogError)
}
