import Glibc
import LedgerDomain
import LedgerLog
import LedgerSystem
import LedgerValues

/// Where a backup goes.
struct BackupTarget {
    /// Nil where the size that gives the name is not known yet.
    let file: String?
    /// A folder beside it, in which the copy is made.
    let temporary: String
    private let stem: String

    init(_ destination: String, of ledger: UniqueID) throws(OperationError) {
        guard !destination.isEmpty else { throw .input(.noBackupPlace) }
        let isFolder = destination.hasSuffix("/") || DurableFile.isDirectory(destination)
        if isFolder {
            guard mkdir(destination, 0o700) == 0 || errno == EEXIST else {
                throw Self.failure(EventLogError.storage(code: Int(errno), message: String(cString: strerror(errno))))
            }
            stem = destination + (destination.hasSuffix("/") ? "" : "/") + "stackledger-\(ledger)"
            file = nil
        } else {
            (stem, file) = (destination, destination)
        }
        temporary = "\(stem).partial"
    }

    func path(ofSize size: Int) -> String { file ?? "\(stem)-\(size).db" }

    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// What an error means where a copy is made.
    static func failure(_ error: EventLogError) -> OperationError {
        switch error {
        case .diskFull: .keeping(.backupDiskFull)
        case .busy: .keeping(.backupBusy)
        case .notWritable(let path): .keeping(.backupUnwritable(path: path))
        default: .log(error)
        }
    }
}
