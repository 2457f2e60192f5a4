package import LedgerDomain

extension DeploymentEvent {
    /// An event that ends a deployment with this outcome.
    package static func example(of outcome: Outcome) -> DeploymentEvent {
        switch outcome {
        case .succeeded: .succeeded()
        case .failed: .failed(code: "TaskFailedToStart", message: "essential container exited")
        case .rolledBack: .rolledBack(to: 11, reason: "circuit breaker")
        case .cancelled: .cancelled(reason: "wrong image")
        case .rejected: .rejected(reason: "the migration is missing")
        case .superseded: .superseded(by: 13)
        }
    }
}
