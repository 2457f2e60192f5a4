package import LedgerLog

extension SQLiteEventLog {
    /// The size and root that the head file tells, nil when there is none that is valid.
    ///
    /// For a query that asks whether its views are up to date, without opening the log.
    package static func acknowledgedEnd(at path: String) -> (size: Int, root: SHA256Hash)? {
        HeadFile.read(at: LedgerFiles(directory: path).head).map { ($0.size, $0.root) }
    }
}
