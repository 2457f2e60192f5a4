internal import LedgerDomain
package import LedgerLog
internal import LedgerValues
internal import LedgerSystem

/// The existing log at the path that a backup will replace, as far as it can be read.
package struct ExistingLog: Sendable {
    /// Whether `log.db` exists.
    package let isThere: Bool
    /// What the head file acknowledges.
    package let acknowledged: (size: Int, root: SHA256Hash)?
    /// The audit of its events; nil if they cannot be read.
    package let report: AuditReport?
    /// The first problem, apart from a missing end.
    package let damage: String?
    /// Whether one of the two logs is a prefix of the other; true if the events cannot be read.
    package let continuesBackup: Bool

    /// The most events that the ledger ever had, as far as it can tell.
    var size: Int { max(acknowledged?.size ?? 0, report?.size ?? 0) }
}

extension ExistingLog {
    private static let backup = "the backup"

    /// Inspects the ledger; the caller must hold the write lock.
    ///
    /// - Throws: Errors that do not mean damage, such as a newer schema.
    init(_ files: LedgerFiles, against backup: AuditReport) throws(EventLogError) {
        isThere = DurableFile.exists(files.log)
        acknowledged = HeadFile.read(at: files.head).map { ($0.size, $0.root) }
        var options = AuditOptions()
        options.claims = [.init(name: Self.backup, size: backup.size, root: backup.root)]
        var found: AuditReport?, unreadable: String?
        if isThere {
            do { found = try DirectoryAudit.run(at: files.directory, options) } catch {
                unreadable = try Self.damage(error)
            }
        }
        let problems = found?.problems ?? []
        report = found
        damage = unreadable ?? problems.first { $0.isDamage }.map { $0.description }
        continuesBackup = !problems.contains { $0.fault == .checkpointRoot(name: Self.backup, size: backup.size) }
    }

    private static func damage(_ error: EventLogError) throws(EventLogError) -> String {
        switch error {
        case .damaged(let what): return what
        case .storage(_, let message): return message
        case .notALedger: return "it is not a ledger's log"
        default: throw error
        }
    }
}

extension AuditProblem {
    /// False if the problem only says that the log's end is missing, or compares it with the backup.
    fileprivate var isDamage: Bool {
        switch fault {
        case .acknowledged, .checkpointSize, .checkpointRoot: false
        default: true
        }
    }
}
