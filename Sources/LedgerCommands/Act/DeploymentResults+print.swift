import LedgerOperations
import LedgerDomain

extension DeploymentResults {
    /// Prints all; the first that did not go well is the command's failure.
    ///
    /// `evenNone` prints an empty list to programs; `failure` is what a result means to the command.
    func finish(
        as format: OutputFormat,
        evenNone: Bool = false,
        failure: (DeploymentResult) -> Failure? = \.failure
    ) throws(Failure) {
        if !results.isEmpty || evenNone && format != .table {
            Listing(columns: DeploymentResult.columns, rows: results.map(\.row)).print(as: format) {
                results.map(\.text).joined(separator: "\n")
            }
        }
        let failures = results.compactMap(failure) + obstacles.map { Failure($0) }
        for failure in failures.dropFirst() { StandardError.note(failure.line) }
        if let first = failures.first { throw first }
    }
}
