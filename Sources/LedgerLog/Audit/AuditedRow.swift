import LedgerDomain
package import LedgerValues

/// One row of the log's `events` table as stored, without its record.
package struct AuditedRow: Sendable {
    package let position: Int
    /// Row ids in the `streams` and `types` tables.
    package let stream, type: Int
    package let streamVersion: Int
    /// Nil if the stored value is not an id.
    package let id: UniqueID?
    package let recordedTime: Int64
    /// The leaf hash, computed from the record.
    package let leaf: SHA256Hash
    /// Whether ``leaf`` equals the stored leaf hash.
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
