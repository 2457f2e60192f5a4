internal import CSQLite

/// A prepared statement.
///
/// Follows the same threading rules as its connection. Parameters are numbered from 1, columns from 0, as in SQLite.
/// Call `bind` before the first `step` or after a `reset`.
package final class SQLiteStatement {
    let handle: OpaquePointer
    /// Keeps the connection open while the statement exists.
    private let connection: SQLiteConnection

    init(_ handle: OpaquePointer, of connection: SQLiteConnection) {
        (self.handle, self.connection) = (handle, connection)
    }

    deinit { sqlite3_finalize(handle) }

    /// Moves to the next row; false if there is none.
    ///
    /// After an error the statement is already reset.
    package func step() throws(SQLiteError) -> Bool {
        if sqlite3_stmt_busy(handle) == 0 { connection.beginStatement() }
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let result:
            let error = SQLiteError(result, of: connection.handle)
            sqlite3_reset(handle)
            throw error
        }
    }

    /// Ends the statement's read transaction; parameters stay bound.
    package func reset() {
        sqlite3_reset(handle)
    }

    /// Runs the statement, ignores its rows, and resets it.
    package func run() throws(SQLiteError) {
        while try step() {}
        sqlite3_reset(handle)
    }
}

// MARK: - What it is

extension SQLiteStatement {
    /// Whether it writes to no database; also true of `BEGIN` and some `PRAGMA`s.
    package var isReadOnly: Bool { sqlite3_stmt_readonly(handle) != 0 }
    package var columnCount: Int { Int(sqlite3_column_count(handle)) }
    package var parameterCount: Int { Int(sqlite3_bind_parameter_count(handle)) }

    package func columnName(_ column: Int) -> String {
        sqlite3_column_name(handle, Int32(column)).map { String(cString: $0) } ?? ""
    }

    /// The name with its prefix (`:name`, `@name`, `$name`); nil for `?`.
    package func parameterName(_ parameter: Int) -> String? {
        sqlite3_bind_parameter_name(handle, Int32(parameter)).map { String(cString: $0) }
    }
}

// MARK: - Parameters

extension SQLiteStatement {
    package func bind(_ value: Int64, at parameter: Int) throws(SQLiteError) {
        try check(sqlite3_bind_int64(handle, Int32(parameter), value))
    }

    package func bind(_ value: Int, at parameter: Int) throws(SQLiteError) {
        try check(sqlite3_bind_int64(handle, Int32(parameter), Int64(value)))
    }

    package func bind(_ value: Double, at parameter: Int) throws(SQLiteError) {
        try check(sqlite3_bind_double(handle, Int32(parameter), value))
    }

    package func bindNull(at parameter: Int) throws(SQLiteError) {
        try check(sqlite3_bind_null(handle, Int32(parameter)))
    }

    package func bind(_ text: String, at parameter: Int) throws(SQLiteError) {
        var text = text
        let result = text.withUTF8 { bindText(UnsafeRawBufferPointer($0), at: parameter) }
        try check(result)
    }

    package func bind(_ blob: [UInt8], at parameter: Int) throws(SQLiteError) {
        let result = blob.withUnsafeBytes { bindBlob($0, at: parameter) }
        try check(result)
    }

    /// Binds UTF-8 as text.
    package func bind(text bytes: [UInt8], at parameter: Int) throws(SQLiteError) {
        let result = bytes.withUnsafeBytes { bindText($0, at: parameter) }
        try check(result)
    }

    package func bind(blob bytes: UnsafeRawBufferPointer, at parameter: Int) throws(SQLiteError) {
        try check(bindBlob(bytes, at: parameter))
    }

    package func bind(text bytes: UnsafeRawBufferPointer, at parameter: Int) throws(SQLiteError) {
        try check(bindText(bytes, at: parameter))
    }

    package func bind(_ value: SQLiteValue, at parameter: Int) throws(SQLiteError) {
        switch value {
        case .null: try bindNull(at: parameter)
        case .integer(let value): try bind(value, at: parameter)
        case .real(let value): try bind(value, at: parameter)
        case .text(let value): try bind(value, at: parameter)
        case .blob(let value): try bind(value, at: parameter)
        }
    }

    // An empty buffer may have no address, which SQLite would take for NULL.

    private func bindText(_ bytes: UnsafeRawBufferPointer, at parameter: Int) -> Int32 {
        guard let start = bytes.baseAddress else { return sqlite3_bind_text(handle, Int32(parameter), "", 0, nil) }
        let characters = start.assumingMemoryBound(to: CChar.self)
        return sqlite3_bind_text64(
            handle,
            Int32(parameter),
            characters,
            UInt64(bytes.count),
            csqlite_transient(),
            UInt8(SQLITE_UTF8)
        )
    }

    private func bindBlob(_ bytes: UnsafeRawBufferPointer, at parameter: Int) -> Int32 {
        guard let start = bytes.baseAddress else { return sqlite3_bind_zeroblob(handle, Int32(parameter), 0) }
        return sqlite3_bind_blob64(handle, Int32(parameter), start, UInt64(bytes.count), csqlite_transient())
    }

    private func check(_ result: Int32) throws(SQLiteError) {
        guard result == SQLITE_OK else { throw SQLiteError(result, of: connection.handle) }
    }
}
