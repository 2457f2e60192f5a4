internal import CSQLite
import LedgerSystem

/// A connection to a database file.
///
/// One caller at a time may use it, so it is not `Sendable`: to share it between threads, keep it and its statements in
/// a `Mutex`. SQLite's own mutexes are off.
package final class SQLiteConnection {
    /// How the file is opened.
    package enum Mode: Sendable {
        case readOnly
        /// Read-only; the file must not change. Needs no lock and no other files.
        case immutable
        case readWrite
        case create
    }

    /// The version of the library, as "3.40.1".
    package static var libraryVersion: String { String(cString: sqlite3_libversion()) }

    private static let forgoStatistics: Void = csqlite_forgo_statistics()

    let handle: OpaquePointer
    /// The state of the C callbacks; lives as long as the connection.
    let callbacks: UnsafeMutablePointer<SQLiteCallbacks>

    package init(path: String, mode: Mode) throws(SQLiteError) {
        Self.forgoStatistics
        // SQLite would wait for whoever writes to a pipe.
        guard DurableFile.isMissingOrRegular(path) else {
            throw SQLiteError(.notADatabase, message: "\(path): \(SystemError.notAFile.text)")
        }
        var opened: OpaquePointer?
        let result = sqlite3_open_v2(mode.name(for: path), &opened, mode.flags, nil)
        guard result == SQLITE_OK, let opened else {
            let error = SQLiteError(result, of: opened)
            sqlite3_close_v2(opened)
            throw error
        }
        handle = opened
        callbacks = .allocate(capacity: 1)
        callbacks.initialize(to: SQLiteCallbacks())
        sqlite3_extended_result_codes(handle, 1)
        // It gives SQL a way to call any address; Debian's library has it switched on.
        try configure(SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, false)
    }

    deinit {
        sqlite3_close_v2(handle)
        callbacks.deinitialize(count: 1)
        callbacks.deallocate()
    }

    /// Prepares the only statement of `sql`.
    ///
    /// - Throws: ``SQLiteError`` also if there is no statement, or if more than space and comments follows it.
    package func prepare(_ sql: String, isKept: Bool = true) throws(SQLiteError) -> SQLiteStatement {
        var sql = sql
        var statement: OpaquePointer?
        var rest = 0
        beginStatement()
        let result = sql.withUTF8 { Self.prepare($0, isKept, handle, &statement, &rest) }
        guard result == SQLITE_OK else { throw SQLiteError(result, of: handle) }
        guard let statement else { throw SQLiteError(.other, message: "no statement") }
        let prepared = SQLiteStatement(statement, of: self)
        guard try isBlank(String(decoding: sql.utf8.dropFirst(rest), as: UTF8.self)) else {
            throw SQLiteError(.other, message: "more than one statement")
        }
        return prepared
    }

    private static func prepare(
        _ sql: UnsafeBufferPointer<UInt8>,
        _ isKept: Bool,
        _ handle: OpaquePointer,
        _ statement: inout OpaquePointer?,
        _ rest: inout Int
    ) -> Int32 {
        let start = UnsafeRawPointer(sql.baseAddress)?.assumingMemoryBound(to: CChar.self)
        let flags = isKept ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        var tail: UnsafePointer<CChar>?
        let result = sqlite3_prepare_v3(handle, start, Int32(sql.count), flags, &statement, &tail)
        if let start, let tail { rest = tail - start }
        return result
    }

    /// SQLite returns no statement for space and comments.
    private func isBlank(_ sql: String) throws(SQLiteError) -> Bool {
        if sql.isEmpty { return true }
        var statement: OpaquePointer?
        let result = sqlite3_prepare_v2(handle, sql, -1, &statement, nil)
        defer { sqlite3_finalize(statement) }
        return result == SQLITE_OK && statement == nil
    }

    /// Runs all statements of `sql` and discards their rows.
    package func execute(_ sql: String) throws(SQLiteError) {
        beginStatement()
        let result = sqlite3_exec(handle, sql, nil, nil, nil)
        guard result == SQLITE_OK else { throw SQLiteError(result, of: handle) }
    }

    /// The first column of the first row; nil if there is no row.
    package func value(_ sql: String) throws(SQLiteError) -> SQLiteValue? {
        let statement = try prepare(sql, isKept: false)
        return try statement.step() ? statement.value(0) : nil
    }

    /// Whether no transaction is open.
    package var isAutocommitting: Bool { sqlite3_get_autocommit(handle) != 0 }

    /// The number of rows changed by the last INSERT, UPDATE or DELETE.
    package var changes: Int { Int(sqlite3_changes64(handle)) }
}

extension SQLiteConnection.Mode {
    fileprivate var flags: Int32 {
        let access =
            switch self {
            case .readOnly, .immutable: SQLITE_OPEN_READONLY
            case .readWrite: SQLITE_OPEN_READWRITE
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            }
        return access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE
    }

    /// URIs are enabled for `ATTACH` and `immutable`, so a plain path must not look like one.
    fileprivate func name(for path: String) -> String {
        switch self {
        case .immutable: SQLiteConnection.uri(path, "immutable=1")
        case .readOnly, .readWrite, .create: path.hasPrefix("file:") ? "./\(path)" : path
        }
    }
}

extension SQLiteConnection {
    /// The URI of a file, also for `ATTACH`; `parameters` is for instance `mode=ro`.
    package static func uri(_ path: String, _ parameters: String) -> String {
        let escaped = path.unicodeScalars.map { mark in
            switch mark {
            case "%": "%25"
            case "?": "%3f"
            case "#": "%23"
            default: String(mark)
            }
        }
        return "file:\(escaped.joined())?\(parameters)"
    }
}
