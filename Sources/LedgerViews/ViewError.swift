package import LedgerLog
import LedgerSQLite

/// Why the views could not answer; the log is unharmed in every case.
package enum ViewError: Error, Equatable, Sendable {
    case log(EventLogError)
    /// The views cannot be created or updated at this path.
    case notWritable(path: String)
    case diskFull
    /// Another process held a lock for longer than the limit.
    case busy
    /// The ledger does not have this position yet.
    case noSuchPosition(Int, last: Int)
    /// The statement is wrong or not allowed; the text is SQLite's or ours.
    case refused(String)
    case missingParameter(String)
    case unknownParameter(String)
    case timeLimit(Duration)
    /// The file is not what this program wrote; ``ViewStore/rebuild()`` recreates it.
    case damaged(String)
    /// The views say something else than the log; the text names the first row that differs.
    case differs(String)
    case storage(code: Int, message: String)
}

extension ViewError {
    /// Maps an SQLite error about the file at `path`.
    init(_ error: SQLiteError, path: String) {
        self =
            switch error.code {
            case .busy: .busy
            case .full: .diskFull
            case .readOnly, .cannotOpen: .notWritable(path: path)
            // A statement of our own fits every file that this program wrote.
            case .notADatabase, .corrupt, .constraint, .tooBig, .statement: .damaged(error.message)
            case .interrupted, .notAuthorized, .other:
                .storage(code: error.extendedCode, message: error.message)
            }
    }

    init(_ error: ProjectionError, path: String) {
        switch error {
        case .storage(let error): self.init(error, path: path)
        case .unreadable(let reason): self = .storage(code: 0, message: reason)
        }
    }
}
