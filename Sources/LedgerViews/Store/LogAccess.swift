package import LedgerLog
import LedgerSQLite

/// Gives the views access to the log; opened only if the views may be behind.
package struct LogAccess: Sendable {
    /// The log's end at the last acknowledged append, from `head.json`; nil if unknown.
    package let end: @Sendable () -> LogEnd?
    package let open: @Sendable () throws(EventLogError) -> any EventLog
    /// The log's database file, for queries that read it; nil if there is none.
    package let path: String?

    package init(
        path: String?,
        end: @escaping @Sendable () -> LogEnd?,
        open: @escaping @Sendable () throws(EventLogError) -> any EventLog
    ) {
        (self.path, self.end, self.open) = (path, end, open)
    }
}

/// A size of the log and its root at that size.
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
