import LedgerDomain
package import LedgerLog
package import LedgerValues

/// The result of an audit.
package struct AuditReport: Sendable {
    package let ledger: UniqueID
    /// Computed from the events themselves.
    package let size: Int
    package let root: SHA256Hash
    /// The number of events checked against their records.
    package let read: Int
    /// How many of the two entries of `head.json` are valid; nil if there is no such file.
    package let acknowledgements: Int?
    /// Sorted by position, those without one last; empty if all is well.
    package let problems: [AuditProblem]
}
