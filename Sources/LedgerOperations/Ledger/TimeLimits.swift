import LedgerProcessor

/// How long an operation waits for what.
package struct TimeLimits: Equatable, Sendable {
    /// For the stage's lease while another process holds it.
    package var lock: Duration
    /// For a deployment's outcome.
    package var outcome: Duration
    /// Between two looks at AWS; zero for no pause of any kind between looks.
    package var poll: Duration

    package init(lock: Duration = .zero, outcome: Duration = .seconds(1800), poll: Duration = .seconds(5)) {
        (self.lock, self.outcome, self.poll) = (lock, outcome, poll)
    }

    /// What was sent a moment ago may not show yet: its own pause stays, unless there are to be none at all.
    var retryPolicy: RetryPolicy {
        var policy = RetryPolicy(poll: poll, timeout: outcome)
        if poll == .zero { (policy.look, policy.firstRetry) = (.zero, .zero) }
        return policy
    }
}
