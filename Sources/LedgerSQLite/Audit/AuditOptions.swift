package import LedgerLog

/// How a ledger is to be audited.
package struct AuditOptions {
    package enum Depth: Sendable {
        /// What is stored of the tree against head and checkpoints; records are believed, but for the last.
        case quick
        /// Every record.
        case records
        /// Every record, and every page of the file.
        case full
    }

    package var depth = Depth.records
    /// What else says which root the log had, and at which size.
    package var claims: [Claim] = []
    /// What is stored of the Merkle tree; nil where nothing is.
    package var tree: (any NodeStore)?
    /// Told now and then how many events were held against their records, and of how many.
    package var progress: ((_ done: Int, _ total: Int) -> Void)?

    package init() {}

    /// A root that the log had, as somebody keeps it who is not the log.
    package struct Claim: Sendable {
        package let name: String
        package let size: Int
        package let root: SHA256Hash

        package init(name: String, size: Int, root: SHA256Hash) {
            (self.name, self.size, self.root) = (name, size, root)
        }
    }
}
