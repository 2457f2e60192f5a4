/// Why nothing could be sealed or opened; the value is not named, and never told.
package enum SealingError: Error, Hashable, Sendable {
    case noKey(SealKeyOrigin)
    case unreadable(SealKeyOrigin, reason: String)
    /// A key that others may read is no secret.
    case readableByOthers(path: String)
    case malformed(SealKeyOrigin)
    case command(SealCommandFault)
    case allowListUnreadable(path: String, reason: String)
    /// A line of the allow list is no pattern.
    case badAllowance(path: String, BadAllowance)
}

/// Where a ledger's sealing keys come from.
package enum SealKeyOrigin: Hashable, Sendable {
    case variable(String)
    case command
    case file(String)
}

/// How a command that should have printed the keys ended.
package enum SealCommandFault: Error, Hashable, Sendable {
    case notStarted(reason: String)
    case notFound
    case exited(Int32)
    case killed(signal: Int32)
    case timedOut(seconds: Int)
    case printedTooMuch
}
