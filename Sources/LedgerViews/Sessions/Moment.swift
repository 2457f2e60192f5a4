import LedgerDomain
package import LedgerValues

/// The point in time that a query looks at.
package enum Moment: Hashable, Sendable {
    case now
    /// What the ledger knew after this many events.
    case position(Int)
    /// The state at that time, by everything known today.
    case time(Timestamp)
    /// What the ledger knew at that time.
    case asKnown(Timestamp)
}
