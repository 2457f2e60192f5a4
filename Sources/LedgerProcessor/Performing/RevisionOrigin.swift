import LedgerDomain
import LedgerLog

/// Who has recorded the body of a revision.
struct RevisionOrigin: StreamFold {
    var version = 0
    /// Nil if nobody has; the first record counts.
    private(set) var isOwn: Bool?
    private let revision: String
    private let keys: ActKeys

    init(_ revision: String, _ keys: ActKeys) {
        (self.revision, self.keys) = (revision, keys)
    }

    mutating func take(_ record: Record, at position: Int) {
        guard isOwn == nil, case .revision(.registered(let registered))? = record.event,
            registered.revision == revision
        else { return }
        isOwn = keys.isOwn(record)
    }
}
