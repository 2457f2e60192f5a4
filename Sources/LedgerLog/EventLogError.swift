import LedgerDomain
package import LedgerValues

/// Why a log operation failed.
///
/// The log is unchanged.
package enum EventLogError: Error, Equatable, Sendable {
    /// Another append came first. Read the stream again and decide again.
    case conflict(subject: String, expected: Int, actual: Int)
    /// The log has the id with different content.
    case idReused(UniqueID, position: Int)
    /// A record is larger than ``Record/largest``.
    case tooLarge(bytes: Int)
    /// The JSON is nested too deep to be read again.
    case tooDeep
    /// A verbatim record does not continue the log; `index` is its zero-based index in the input.
    case discontinuous(index: Int, Discontinuity)
    /// The source of a replay threw.
    case sourceStopped

    /// A ledger already exists at the path.
    case alreadyExists(path: String)
    /// There is no ledger at the path.
    case notALedger(path: String)
    /// A newer program wrote the log.
    case newerSchema(found: Int, known: Int)
    /// The log has fewer events than were acknowledged, or different ones.
    case lostEvents(acknowledged: Int, found: Int)
    case rootDiffers(size: Int)
    /// A stored value is invalid: something other than this program changed the file.
    case damaged(String)

    /// The file was replaced since the log was opened. Open it again.
    case replaced(path: String)
    /// Something else has the directory's name.
    case notADirectory(path: String)
    case notWritable(path: String)
    case notReadable(path: String)
    case diskFull
    /// Another process held the lock for longer than the limit.
    case busy
    /// SQLite did not accept a durability setting.
    case settingRefused(String)
    case storage(code: Int, message: String)
}

/// Why a record does not continue a log.
package enum Discontinuity: Equatable, Sendable {
    case streamVersion(subject: String, expected: Int, found: Int)
    case recordedTimeDecreases
    case repeatedID(UniqueID)
}
