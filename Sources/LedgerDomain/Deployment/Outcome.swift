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

    /// Whether `other`, which was recorded later and happened earlier, takes the place of this outcome.
    ///
    /// A deployment may complete twice: AWS goes back to it when a later one fails. Its first end stands.
    package func yields(toEarlier other: Outcome) -> Bool {
        switch self {
        case .succeeded, .failed: other == .succeeded
        case .rolledBack, .superseded: other == self
        case .cancelled, .rejected: false
        }
    }

    private var isReportedByAWS: Bool {
        switch self {
        case .succeeded, .failed, .rolledBack: true
        case .cancelled, .rejected, .superseded: false
        }
    }
}
