/// How long a runner waits, and how often it tries again.
package struct RetryPolicy: Sendable {
    /// The pause between two looks at a running deployment.
    package var poll: Duration
    /// The longest pause before the second attempt of a call.
    ///
    /// It doubles with each attempt, up to ``longestRetry``.
    package var firstRetry: Duration
    package var longestRetry: Duration
    /// The pause between two looks for a call whose effect may show late.
    package var look: Duration
    /// How many of these looks must find nothing.
    package var looks: Int
    /// How long to wait for a deployment; nil for as long as it takes.
    package var timeout: Duration?
    package var sleep: @Sendable (Duration) async throws -> Void

    /// ECS accepts a few calls a second from a caller; the waiter of the AWS CLI asks every 15 seconds.
    package init(
        poll: Duration = .seconds(5),
        firstRetry: Duration = .seconds(1),
        longestRetry: Duration = .seconds(20),
        look: Duration = .seconds(2),
        looks: Int = 3,
        timeout: Duration? = nil,
        sleep: @escaping @Sendable (Duration) async throws -> Void = Self.sleep
    ) {
        (self.poll, self.firstRetry, self.longestRetry) = (poll, firstRetry, longestRetry)
        (self.look, self.looks, self.timeout, self.sleep) = (look, looks, timeout, sleep)
    }

    /// A cancelled task does not wait; `Task.sleep` would not notice where there is no time to wait.
    private static func sleep(_ duration: Duration) async throws {
        try Task.checkCancellation()
        try await Task.sleep(for: duration)
    }

    /// Full jitter: any time up to the bound, so that callers who were throttled together do not return together.
    func retryPause(before attempt: Int) -> Duration {
        let bound = min(longestRetry, firstRetry * (1 << min(10, max(0, attempt - 2))))
        return bound * Double.random(in: 0...1)
    }
}
