internal import CSQLite

/// Parameters that SQLite reads where they lie.
extension SQLiteStatement {
    /// Binds UTF-8 as text without copying it.
    ///
    /// For rows by the hundred thousand: a copy costs an allocation a value. The memory must stay as it is until the
    /// parameter is bound again or the statement has been reset and will not run again.
    package func bind(borrowedText bytes: UnsafeRawBufferPointer, at parameter: Int) throws(SQLiteError) {
        guard let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else {
            try bind("", at: parameter)
            return
        }
        let result = sqlite3_bind_text(handle, Int32(parameter), start, Int32(clamping: bytes.count), nil)
        guard result == SQLITE_OK else { throw SQLiteError(.other, message: String(cString: sqlite3_errstr(result))) }
    }
}
