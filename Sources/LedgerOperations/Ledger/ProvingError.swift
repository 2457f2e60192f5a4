package import LedgerLog

/// Why nothing could be proved, or a proof does not hold.
package enum ProvingError: Error, Equatable, Sendable {
    case unreadable(path: String, code: Int32)
    case unwritable(path: String, code: Int32)
    /// A file does not prove what it should; `isUnknownKey` where no trusted key signed it.
    case invalid(path: String, why: String, isUnknownKey: Bool = false)
    /// The ledger is not what it was; the first problem of an audit.
    case problem(AuditProblem)
    /// The log does not continue the last checkpoint that was signed here.
    indirect case doesNotContinue(OperationError)
    case unproven(what: String, why: String)
    case headDiffers
    case unsignable(why: String)
}
