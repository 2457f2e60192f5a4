internal import LedgerDomain
package import LedgerLog
internal import LedgerValues
internal import LedgerSystem

/// What is at the place that a backup is to take, as far as it can be told.
package struct PresentLog: Sendable {
    /// Whether there is a `log.db` at all.
    package let isThere: Bool
    /// What the head file acknowledges.
    package let acknowledged: (size: Int, root: SHA256Hash)?
    /// What the log's own events say; nil where they cannot be read.
    package let report: AuditReport?
    /// The first thing that is wrong with it, but for a lost end.
    package let damage: String?
    /// Whether its events go on after those of the backup, or end among them; true where they cannot be read.
    package let continuesBackup: Bool

    /// More events than this there never were, as far as the ledger itself can tell.
    var size: Int { max(acknowledged?.size ?? 0, report?.size ?? 0) }
}

extension PresentLog {
    private static let backup = "the backup"

    /// Looks at the ledger, whose writers must be kept out meanwhile.
    ///
    /// - Throws: What does not mean that the log is damaged, such as a newer schema.
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
        case .notALedger: return "it is no ledger's log"
        default: throw error
        }
    }
}

extension AuditProblem {
    /// Whether it says more than that the log's end is missing, or where the backup ends.
    fileprivate var isDamage: Bool {
        switch fault {
        case .acknowledged, .checkpointSize, .checkpointRoot: false
        default: true
        }
    }
}
