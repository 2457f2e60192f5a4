import LedgerDomain
package import LedgerValues

/// Why a log did not do what it was asked.
///
/// Nothing was changed.
package enum EventLogError: Error, Equatable, Sendable {
    /// Another append came first. Read the stream again and decide again.
    case conflict(subject: String, expected: Int, actual: Int)
    /// The id stands in the log with other content.
    case idReused(UniqueID, position: Int)
    /// A record over ``Record/largest``.
    case tooLarge(bytes: Int)
    /// JSON nested deeper than a record can be read again.
    case tooDeep
    /// A verbatim record that does not continue the log; `index` counts from 0 in what was given.
    case discontinuous(index: Int, Discontinuity)
    /// A replay's source could not go on.
    case sourceStopped

    /// A ledger is to be made where there is one.
    case alreadyExists(path: String)
    /// There is no ledger at this path.
    case notALedger(path: String)
    /// Written by a newer program.
    case newerSchema(found: Int, known: Int)
    /// The log has fewer events than were acknowledged, or others.
    case lostEvents(acknowledged: Int, found: Int)
    case rootDiffers(size: Int)
    /// Something other than this program changed the file: a stored value that cannot be.
    case damaged(String)

    /// Another file has been put in the log's place since it was opened. Open it again.
    case replaced(path: String)
    case notWritable(path: String)
    case notReadable(path: String)
    case diskFull
    /// Somebody else held the lock for longer than the limit.
    case busy
    /// A durability setting could not be put in force.
    case settingRefused(String)
    case storage(code: Int, message: String)
}

/// How a record fails to continue a log.
package enum Discontinuity: Equatable, Sendable {
    case streamVersion(subject: String, expected: Int, found: Int)
    case recordedTimeDecreases
    case repeatedID(UniqueID)
}
