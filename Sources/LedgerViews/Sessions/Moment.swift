import LedgerDomain
package import LedgerValues

/// As of when a query asks.
package enum Moment: Hashable, Sendable {
    case now
    /// What the ledger knew when it had so many events.
    case position(Int)
    /// What was so then, by all that is known now.
    case time(Timestamp)
    /// What the ledger knew then.
    case asKnown(Timestamp)
}
