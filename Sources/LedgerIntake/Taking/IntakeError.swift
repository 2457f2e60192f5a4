package import LedgerDomain
package import LedgerLog

/// Why events were not taken in.
package enum IntakeError: Error, Equatable, Sendable {
    case log(EventLogError)
    /// A value could not be sealed, so nothing of its batch was recorded.
    case sealing(SealingError)
    /// By its stream the stage runs something else than its definition in the views says.
    case stageDiffers(StageID)
}

/// Does something with the log.
func logging<Value>(_ body: () throws(EventLogError) -> Value) throws(IntakeError) -> Value {
    do { return try body() } catch { throw .log(error) }
}
