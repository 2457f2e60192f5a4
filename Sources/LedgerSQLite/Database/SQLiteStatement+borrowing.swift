internal import CSQLite

/// Parameters that SQLite reads in place.
extension SQLiteStatement {
    /// Binds UTF-8 as text without copying it.
    ///
    /// Saves an allocation per value, for very many rows. The memory must not change until the parameter is bound again
    /// or the statement has been reset and does not run again.
    package func bind(borrowedText bytes: UnsafeRawBufferPointer, at parameter: Int) throws(SQLiteError) {
        guard let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else {
            try bind("", at: parameter)
            return
        }
        let result = sqlite3_bind_text(handle, Int32(parameter), start, Int32(clamping: bytes.count), nil)
        guard result == SQLITE_OK else { throw SQLiteError(.other, message: String(cString: sqlite3_errstr(result))) }
    }
}
