package import LedgerValues

/// A call as the log keeps it: its values are sealed.
package struct RecordedCall: Equatable, Sendable {
    /// The service and the operation.
    package let what: String
    package let request: JSONObject
}
