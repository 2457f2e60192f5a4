/// How a deployment ended.
package enum Outcome: String, CaseIterable, Sendable {
    case succeeded, failed, rolledBack, cancelled, rejected, superseded
}

extension Outcome {
    /// Whether `later` takes the place of this outcome.
    ///
    /// The first outcome stands, with two exceptions. `superseded` is only concluded, because another deployment runs:
    /// what AWS itself reports takes its place. And AWS reports a rollback after the failure that caused it.
    package func yields(to later: Outcome) -> Bool {
        switch self {
        case .superseded: later.isReportedByAWS
        case .failed: later == .rolledBack
        case .succeeded, .rolledBack, .cancelled, .rejected: false
        }
    }

    private var isReportedByAWS: Bool {
        switch self {
        case .succeeded, .failed, .rolledBack: true
        case .cancelled, .rejected, .superseded: false
        }
    }
}
