package import LedgerLog
import LedgerSQLite
import LedgerSystem
package import LedgerValues

/// `backup`: a copy of the log that has been checked.
package struct Backup: Sendable {
    package let ledger: UniqueID
    package let size: Int
    package let root: SHA256Hash
    package let path: String

    /// Copies the log while others write; it has everything that was acknowledged before.
    ///
    /// `destination` is a file or a directory.
    package static func make(
        of ledger: Ledger,
        at destination: String,
        replacing: Bool,
        report: @escaping Report
    ) throws(OperationError) -> Backup {
        try OutputPlace(ledger: ledger.directory).require(destination)
        try requireNotLog(destination, ledger)
        let target = try BackupTarget(destination, of: try ledger.log().ledger)
        if let file = target.file, !replacing, BackupTarget.exists(file) { throw .keeping(.backupExists(path: file)) }
        let copy = try copied(ledger.directory, to: target, report)
        let path = target.path(ofSize: copy.report.size)
        guard DurableFile.isReplaceable(path) else { throw OutputPlace.taken(path) }
        do { try copy.put(at: path, replacing: replacing) } catch {
            if case .alreadyExists = error { throw .keeping(.backupExists(path: path)) }
            throw BackupTarget.failure(error)
        }
        return Backup(ledger: copy.report.ledger, size: copy.report.size, root: copy.report.root, path: path)
    }

    /// Nothing ever takes the place of the log itself, by whichever name.
    private static func requireNotLog(_ path: String, _ ledger: Ledger) throws(OperationError) {
        if let log = FileIdentity("\(ledger.directory)/log.db"), FileIdentity(path) == log {
            throw .input(.backupIsTheLog(path: path))
        }
    }

    private static func copied(
        _ directory: String,
        to target: BackupTarget,
        _ report: @escaping Report
    ) throws(OperationError) -> LogBackup {
        let backup: LogBackup
        do {
            backup = try LogBackup(
                of: directory,
                in: target.temporary,
                copying: { report(.progress(.copying, done: $0, total: $1)) },
                checking: { report(.progress(.checking, done: $0, total: $1)) }
            )
        } catch { throw BackupTarget.failure(error) }
        if let problem = backup.report.problems.first { throw .proving(.problem(problem)) }
        return backup
    }
}
