package import LedgerDomain

/// What became of the stages that an operation acted on, in turn.
package struct DeploymentResults: Sendable {
    package private(set) var results: [DeploymentResult]
    /// Why it did not come to a stage.
    package private(set) var obstacles: [OperationError]

    package init(_ results: [DeploymentResult] = [], obstacle: OperationError? = nil) {
        self.results = results
        obstacles = obstacle.map { [$0] } ?? []
    }

    package var isEmpty: Bool { results.isEmpty && obstacles.isEmpty }
    package var last: DeploymentResult? { results.last }

    mutating func append(_ result: DeploymentResult) { results.append(result) }
    mutating func append(_ obstacle: OperationError) { obstacles.append(obstacle) }

    package mutating func append(_ others: DeploymentResults) {
        results += others.results
        obstacles += others.obstacles
    }

    /// All but the first, which the caller printed.
    var followers: DeploymentResults {
        var followers = self
        followers.results.removeFirst(min(1, results.count))
        return followers
    }
}
