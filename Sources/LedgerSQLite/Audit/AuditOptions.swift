package import LedgerLog

/// What an audit covers.
package struct AuditOptions {
    package enum Depth: Sendable {
        /// Checks the stored tree against the head and the checkpoints; reads only the last records.
        case quick
        /// Checks every record.
        case records
        /// Checks every record, and every page of the file.
        case full
    }

    package var depth = Depth.records
    /// Roots known from elsewhere, each at a size.
    package var claims: [Claim] = []
    /// The stored Merkle tree, if there is one.
    package var tree: (any NodeStore)?
    /// Called from time to time with the number of events checked and their total.
    package var progress: ((_ done: Int, _ total: Int) -> Void)?

    package init() {}

    /// A root that the log had at a size, known from outside the log.
    package struct Claim: Sendable {
        package let name: String
        package let size: Int
        package let root: SHA256Hash

        package init(name: String, size: Int, root: SHA256Hash) {
            (self.name, self.size, self.root) = (name, size, root)
        }
    }
}
