import LedgerDomain
import LedgerLog
import LedgerValues

/// Whether the processor has recorded a body of a revision.
struct RevisionOrigin: StreamFold {
    var version = 0
    private(set) var isOwn = false
    private let revision: String
    private let definition: JSONObject
    private let keys: ActKeys

    init(_ revision: String, _ definition: JSONObject, _ keys: ActKeys) {
        (self.revision, self.definition, self.keys) = (revision, definition, keys)
    }

    /// Others may have recorded other bodies of the same revision, before and after.
    mutating func take(_ record: Record, at position: Int) {
        guard !isOwn, case .revision(.registered(let registered))? = record.event,
            registered.revision == revision, registered.definition == definition
        else { return }
        isOwn = keys.isOwn(record)
    }
}
