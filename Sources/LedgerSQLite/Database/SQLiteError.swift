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
        /// A value is larger than the connection allows.
        case tooBig
        /// A deadline passed, or a statement took too many steps.
        case interrupted
        /// The authorizer denied it.
        case notAuthorized
        /// The statement does not fit the schema, or nobody can read the schema.
        case statement
        /// The machine is short of something, or none of the above.
        case other
    }

    package let code: Code
    /// One of https://sqlite.org/rescode.html#extrc.
    package let extendedCode: Int
    package let message: String

    init(_ result: Int32, of database: OpaquePointer?) {
        let extended = database.map(sqlite3_extended_errcode) ?? result
        let message = (database.map(sqlite3_errmsg) ?? sqlite3_errstr(result)).map { String(cString: $0) } ?? ""
        extendedCode = Int(extended)
        switch Self.systemError(result, database) {
        case ENOSPC, EDQUOT: (code, self.message) = (.full, message)
        case let short where Self.shortages.contains(short):
            (code, self.message) = (.other, "\(message) (\(String(cString: strerror(short))))")
        default: (code, self.message) = (Code(result), message)
        }
    }

    init(_ code: Code, message: String) {
        (self.code, extendedCode, self.message) = (code, 0, message)
    }

    /// Rows that SQLite would never return like this from a file that it wrote: the file leads back to itself.
    static let outOfOrder = SQLiteError(.corrupt, message: "events are not in the order of their positions")

    /// What a file is not opened for, whatever is in it.
    private static let shortages = [EMFILE, ENFILE, ENOMEM]

    /// The system's word for an error that SQLite calls one of input and output, or of opening; 0 for any other.
    ///
    /// The shared memory file next to the log reports a full disk like this.
    private static func systemError(_ result: Int32, _ database: OpaquePointer?) -> Int32 {
        guard let database, [SQLITE_IOERR, SQLITE_CANTOPEN].contains(result & 0xFF) else { return 0 }
        return sqlite3_system_errno(database)
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
        case SQLITE_TOOBIG: self = .tooBig
        case SQLITE_INTERRUPT: self = .interrupted
        case SQLITE_AUTH: self = .notAuthorized
        case SQLITE_ERROR: self = .statement
        default: self = .other
        }
    }
}
