internal import LedgerLog
internal import LedgerSystem

internal import Glibc

extension EventLogError {
    /// Maps an SQLite error for the ledger in `directory`.
    init(_ error: SQLiteError, in directory: String) {
        self =
            switch error.code {
            case .busy: .busy
            case .full: .diskFull
            case .notADatabase: .notALedger(path: directory)
            case .readOnly, .cannotOpen: .notWritable(path: directory)
            // The statements are always the same: what does not fit is the file.
            case .corrupt, .constraint, .statement: .damaged(error.message)
            case .tooBig: .damaged("a value in it is too big")
            case .interrupted: .damaged("reading it takes more steps than a file of its size can need")
            case .notAuthorized, .other: .storage(code: error.extendedCode, message: error.message)
            }
    }

    init(_ error: SystemError, path: String) {
        self.init(errno: error.code, path: path)
    }

    /// Maps the errno of a system call on `path`.
    init(errno code: Int32, path: String) {
        switch code {
        case ENOSPC, EDQUOT: self = .diskFull
        case EACCES, EPERM, EROFS, EISDIR, ENOTDIR, ENOENT: self = .notWritable(path: path)
        default: self = .storage(code: Int(code), message: String(cString: strerror(code)))
        }
    }
}
