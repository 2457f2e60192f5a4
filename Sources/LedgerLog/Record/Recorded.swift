package import LedgerValues

/// An event that stands in the log.
package struct Recorded: Equatable, Sendable {
    package let position: Int
    package let id: UniqueID
    package let type: String
    package let subject: String
    package let data: JSONObject
    /// It was recorded before.
    package let isRepeat: Bool

    package init(position: Int, id: UniqueID, type: String, subject: String, data: JSONObject, isRepeat: Bool) {
        (self.position, self.id, self.type, self.subject) = (position, id, type, subject)
        (self.data, self.isRepeat) = (data, isRepeat)
    }
}
