/// Why sealing or opening failed.
///
/// Never contains the value.
package enum SealingError: Error, Hashable, Sendable {
    case noKey(SealKeyOrigin)
    case unreadable(SealKeyOrigin, reason: String)
    /// The key file is readable by other users.
    case readableByOthers(path: String)
    case malformed(SealKeyOrigin)
    case command(SealCommandFault)
    case allowListUnreadable(path: String, reason: String)
    /// A line of the allow list is not a valid pattern.
    case invalidAllowListLine(path: String, InvalidAllowListLine)
}

/// Where a ledger's sealing keys come from.
package enum SealKeyOrigin: Hashable, Sendable {
    case variable(String)
    case command
    case file(String)
}

/// Why the command that prints the keys failed.
package enum SealCommandFault: Error, Hashable, Sendable {
    case notStarted(reason: String)
    case notFound
    case exited(Int32)
    case killed(signal: Int32)
    case timedOut(seconds: Int)
    case printedTooMuch
}
