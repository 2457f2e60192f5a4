package import LedgerLog
import LedgerSQLite

/// The log as the views come to it: opened only when it has something that they have not.
package struct LogAccess: Sendable {
    /// Where the log ended when the last append was acknowledged, as `head.json` says it; nil when that is not known.
    package let end: @Sendable () -> LogEnd?
    package let open: @Sendable () throws(EventLogError) -> any EventLog
    /// The database file, for queries that read it; nil when it is in no file.
    package let path: String?

    package init(
        path: String?,
        end: @escaping @Sendable () -> LogEnd?,
        open: @escaping @Sendable () throws(EventLogError) -> any EventLog
    ) {
        (self.path, self.end, self.open) = (path, end, open)
    }
}

/// A size of the log and the root that it had then.
package struct LogEnd: Equatable, Sendable {
    package let size: Int
    package let root: SHA256Hash

    package init(size: Int, root: SHA256Hash) {
        (self.size, self.root) = (size, root)
    }
}

extension LogAccess {
    /// The log of a directory ledger.
    package init(directory: String) {
        self.init(
            path: "\(directory)/log.db",
            end: { SQLiteEventLog.acknowledgedEnd(at: directory).map { LogEnd(size: $0.size, root: $0.root) } },
            open: { () throws(EventLogError) in try SQLiteEventLog.openForReading(at: directory) }
        )
    }
}
