package import LedgerLog
package import LedgerValues

/// Why a ledger was not created, copied, restored or filled.
package enum KeepingError: Error, Equatable, Sendable {
    /// Somebody else may change the ledger's files.
    case foreign(ForeignAccess)
    case backupDiskFull
    case backupBusy
    case backupUnwritable(path: String)
    case backupExists(path: String)
    case backupUnreadable(path: String, code: Int32)
    case backupDamaged(path: String, why: String)
    /// Another process has the log open.
    case logInUse(directory: String)
    case restoreUnderWay(directory: String)
    case otherLedger(OtherLedger)
    case forked(backup: String, name: String, size: Int)
    case lossNotAccepted(backup: String, restored: Int, name: String, acknowledged: Int)
    case replay(ReplayFault, place: String)
    case unwritable(path: String, code: Int32)
    case unreadableInput(path: String, code: Int32)
    case lineTooLong(place: String, longest: Int)

    /// What speaks of another ledger than it should.
    package enum OtherLedger: Equatable, Sendable {
        case backup(String, ledger: UniqueID, directory: String, found: UniqueID)
        case signingKey(file: String, origin: String, key: String)
        case checkpoint(file: String, origin: String, checkpoint: String, found: String)
    }

    /// Why a line of a replay is refused.
    package enum ReplayFault: Equatable, Sendable {
        case notARecord(String)
        case unsealed(UnsealedValue)
        case otherEvent(position: Int)
        case otherRoot(found: String, expected: String)
        case cutOff
        /// A line ends as on Windows: it is not the line that was exported.
        case carriageReturn
        case recordedAhead(Timestamp)
        case discontinuous(Discontinuity)
    }
}
