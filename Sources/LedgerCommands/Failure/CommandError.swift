import LedgerDomain
import LedgerSystem

/// What only a command can find wrong, beside its arguments: in its input, in what it prints, in what it starts.
///
/// `Failure+command.swift` has the texts.
enum CommandError: Equatable {
    /// `undone` says what has not happened then.
    case notConfirmed(undone: String)
    case noTable(String)
    case noEventType(String)
    /// Line of a file that is not JSON.
    case malformed(place: String, String)
    /// A file without one event that can be read, and what is wrong with its first line.
    case nothingReadable(place: String, line: Int, String, remedy: String?)
    case eventsUnreadable(count: Int, imported: Int)
    case awsNotStarted(SystemError)
    case storyDamaged(String)
    case noTemporaryDirectory(in: String, SystemError)
    /// A deployment that was to be cancelled.
    case cancelledTooLate(deployment: String, StageID)
    case checksFailed(ledger: String, [String])
}
