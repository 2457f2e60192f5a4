internal import CSQLite
internal import Glibc

/// An error returned by SQLite.
package struct SQLiteError: Error, Equatable, Sendable {
    /// The kinds of errors that callers treat differently.
    package enum Code: Hashable, Sendable {
        /// Another connection holds a needed lock.
        case busy
        /// The disk is full.
        case full
        case notADatabase
        case corrupt
        case readOnly
        case cannotOpen
        /// A constraint, or a trigger's RAISE.
        case constraint
        /// A deadline passed.
        case interrupted
        /// The authorizer denied it.
        case notAuthorized
        case other
    }

    package let code: Code
    /// One of https://sqlite.org/rescode.html#extrc.
    package let extendedCode: Int
    package let message: String

    init(_ result: Int32, of database: OpaquePointer?) {
        let extended = database.map(sqlite3_extended_errcode) ?? result
        code = Self.isOutOfSpace(result, database) ? .full : Code(result)
        extendedCode = Int(extended)
        message = (database.map(sqlite3_errmsg) ?? sqlite3_errstr(result)).map { String(cString: $0) } ?? ""
    }

    init(_ code: Code, message: String) {
        (self.code, extendedCode, self.message) = (code, 0, message)
    }

    /// The shared memory file next to the log reports a full disk as an I/O error.
    private static func isOutOfSpace(_ result: Int32, _ database: OpaquePointer?) -> Bool {
        guard let database, [SQLITE_IOERR, SQLITE_CANTOPEN].contains(result & 0xFF) else { return false }
        return [ENOSPC, EDQUOT].contains(sqlite3_system_errno(database))
    }
}

extension SQLiteError.Code {
    init(_ result: Int32) {
        switch result & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
        case SQLITE_FULL: self = .full
        case SQLITE_NOTADB: self = .notADatabase
        case SQLITE_CORRUPT: self = .corrupt
        case SQLITE_READONLY: self = .readOnly
        case SQLITE_CANTOPEN, SQLITE_PERM: self = .cannotOpen
        case SQLITE_CONSTRAINT: self = .constraint
        case SQLITE_INTERRUPT: self = .interrupted
        case SQLITE_AUTH: self = .notAuthorized
        default: self = .other
        }
    }
}
