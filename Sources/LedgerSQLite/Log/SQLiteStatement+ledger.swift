internal import LedgerDomain
internal import LedgerLog
internal import LedgerValues

/// Parameters and columns of the ledger's own types.
extension SQLiteStatement {
    func bind(_ id: UniqueID, at parameter: Int) throws(SQLiteError) {
        let words = (id.high.bigEndian, id.low.bigEndian)
        let result: Result<Void, SQLiteError> = withUnsafeBytes(of: words) { bytes in
            Result { () throws(SQLiteError) in try bind(blob: bytes, at: parameter) }
        }
        try result.get()
    }

    func optionalTimestamp(_ column: Int) -> Timestamp? {
        optionalInteger(column).map { Timestamp(microseconds: Int64($0)) }
    }

    func leaf(_ column: Int, of position: Int) throws(EventLogError) -> SHA256Hash {
        guard let leaf = SHA256Hash(bytes: bytes(column)) else { throw .damaged("leaf of #\(position)") }
        return leaf
    }
}
