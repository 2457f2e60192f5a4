/// How long a runner waits for what.
package struct Pace: Sendable {
    /// Between two looks at a deployment that is under way.
    package var poll: Duration
    /// The longest pause before the second try of a call; it doubles with every further one, up to ``longestRetry``.
    package var firstRetry: Duration
    package var longestRetry: Duration
    /// Between two looks for a call whose effect may only show later, and how many of them must find nothing.
    package var look: Duration
    package var looks: Int
    /// How long a deployment is waited for; nil for as long as it takes.
    package var timeout: Duration?
    package var sleep: @Sendable (Duration) async throws -> Void

    /// ECS answers a caller some calls a second, and its own waiter asks every 15 seconds.
    package init(
        poll: Duration = .seconds(5),
        firstRetry: Duration = .seconds(1),
        longestRetry: Duration = .seconds(20),
        look: Duration = .seconds(2),
        looks: Int = 3,
        timeout: Duration? = nil,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        (self.poll, self.firstRetry, self.longestRetry) = (poll, firstRetry, longestRetry)
        (self.look, self.looks, self.timeout, self.sleep) = (look, looks, timeout, sleep)
    }

    /// Full jitter: anything up to the bound, so that many who were throttled together do not come back together.
    func retryPause(before attempt: Int) -> Duration {
        let bound = min(longestRetry, firstRetry * (1 << min(10, max(0, attempt - 2))))
        return bound * Double.random(in: 0...1)
    }
}
