internal import LedgerDomain
internal import LedgerLog

internal import Glibc
internal import LedgerValues

/// A page of rows of the `events` table, with their concatenated records.
struct AuditPage: Sendable {
    private static let rows = 500
    private static let bytes = 1 << 20

    private var bytes: [UInt8] = []
    private var rows: [(row: AuditedRow, end: Int)] = []

    init() {
        bytes.reserveCapacity(Self.bytes / 2)
        rows.reserveCapacity(Self.rows)
    }

    var isFull: Bool { rows.count >= Self.rows || bytes.count >= Self.bytes }
    var isEmpty: Bool { rows.isEmpty }

    /// Copies the current row of `statement`, and hashes its record.
    mutating func append(_ statement: SQLiteStatement) {
        let leaf = statement.withBytes(7) { record in
            bytes.append(contentsOf: record)
            return MerkleFrontier.leaf(record)
        }
        let row = AuditedRow(
            position: statement.integer(0),
            stream: statement.integer(1),
            type: statement.integer(3),
            streamVersion: statement.integer(2),
            id: statement.withBytes(4) { UniqueID(raw: $0) },
            recordedTime: Int64(statement.integer(5)),
            leaf: leaf,
            isLeafStored: statement.withBytes(6) { leaf.isEqual(to: $0) }
        )
        rows.append((row, bytes.count))
    }

    /// Calls `body` with each row and its record; the record must not outlive the call.
    func forEach(_ body: (AuditedRow, UnsafeBufferPointer<UInt8>) -> Void) {
        bytes.withUnsafeBufferPointer { all in
            var start = 0
            for (row, end) in rows {
                body(row, all.extracting(start..<end))
                start = end
            }
        }
    }
}
