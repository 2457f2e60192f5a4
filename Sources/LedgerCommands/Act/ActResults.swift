import LedgerDomain

/// What became of the stages that a command acted on, in turn.
struct ActResults {
    private(set) var results: [ActResult]
    /// Why it did not come to a stage.
    private var obstacles: [Failure]

    init(_ results: [ActResult] = [], failure: Failure? = nil) {
        self.results = results
        obstacles = failure.map { [$0] } ?? []
    }

    var isEmpty: Bool { results.isEmpty && obstacles.isEmpty }
    var last: ActResult? { results.last }

    mutating func append(_ result: ActResult) { results.append(result) }
    mutating func append(_ obstacle: Failure) { obstacles.append(obstacle) }

    mutating func append(_ others: ActResults) {
        results += others.results
        obstacles += others.obstacles
    }

    /// Without the first, which others have told of.
    var followers: ActResults {
        var followers = self
        followers.results.removeFirst(min(1, results.count))
        return followers
    }

    /// Prints all; the first that did not go well is the command's failure.
    ///
    /// `evenNone` prints an empty list to programs.
    func finish(as format: OutputFormat, evenNone: Bool = false) throws(Failure) {
        if !results.isEmpty || evenNone && format != .table {
            Listing(columns: ActResult.columns, rows: results.map(\.row)).print(as: format) {
                results.map(\.text).joined(separator: "\n")
            }
        }
        let failures = results.compactMap(\.failure) + obstacles
        for failure in failures.dropFirst() { StandardError.note(failure.line) }
        if let first = failures.first { throw first }
    }
}
