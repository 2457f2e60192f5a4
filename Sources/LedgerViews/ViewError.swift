package import LedgerLog
import LedgerSQLite

/// Why the views did not answer.
///
/// The log is unharmed in every case.
package enum ViewError: Error, Equatable, Sendable {
    case log(EventLogError)
    /// The views can be neither made nor brought up to date there.
    case notWritable(path: String)
    case diskFull
    /// Somebody else held a lock for longer than the limit.
    case busy
    /// The ledger has no such position yet.
    case noSuchPosition(Int, last: Int)
    /// A statement that is wrong, or that a query must not run; SQLite's own words.
    case refused(String)
    case missingParameter(String)
    case unknownParameter(String)
    case timeLimit(Duration)
    /// The file is not what this program wrote; ``ViewStore/rebuild()`` makes it anew.
    case damaged(String)
    case storage(code: Int, message: String)
}

extension ViewError {
    /// What an answer of SQLite about the file at `path` means.
    init(_ error: SQLiteError, path: String) {
        self =
            switch error.code {
            case .busy: .busy
            case .full: .diskFull
            case .readOnly, .cannotOpen: .notWritable(path: path)
            case .notADatabase, .corrupt, .constraint: .damaged(error.message)
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
