package import LedgerLog

extension SQLiteEventLog {
    /// The size and root in the head file; nil if it has no valid slot.
    ///
    /// Tells a query whether its views are up to date without opening the log.
    package static func acknowledgedEnd(at path: String) -> (size: Int, root: SHA256Hash)? {
        HeadFile.read(at: LedgerFiles(directory: path).head).map { ($0.size, $0.root) }
    }
}
