import LedgerDomain
package import LedgerLog
package import LedgerValues

/// What an audit found.
package struct AuditReport: Sendable {
    package let ledger: UniqueID
    /// What the events themselves say.
    package let size: Int
    package let root: SHA256Hash
    /// How many of them were held against their records.
    package let read: Int
    /// How many of the two entries of `head.json` are valid; nil when there is no such file.
    package let acknowledgements: Int?
    /// In the order of their positions, those without one last; empty when all is in order.
    package let problems: [AuditProblem]
}
