import LedgerDomain
package import LedgerValues

/// One row of a log's table of events as it stands, without its record.
package struct AuditedRow: Sendable {
    package let position: Int
    /// The numbers under which the subject and the type are kept.
    package let stream, type: Int
    package let streamVersion: Int
    /// Nil when what stands there is no id.
    package let id: UniqueID?
    package let recordedTime: Int64
    /// The record's leaf as it was computed now.
    package let leaf: SHA256Hash
    /// Whether ``leaf`` is what stands beside the record.
    package let isLeafStored: Bool

    package init(
        position: Int,
        stream: Int,
        type: Int,
        streamVersion: Int,
        id: UniqueID?,
        recordedTime: Int64,
        leaf: SHA256Hash,
        isLeafStored: Bool
    ) {
        (self.position, self.stream, self.type, self.streamVersion) = (position, stream, type, streamVersion)
        (self.id, self.recordedTime, self.leaf, self.isLeafStored) = (id, recordedTime, leaf, isLeafStored)
    }
}
