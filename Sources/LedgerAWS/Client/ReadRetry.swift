/// The retry policy for reads: exponential backoff with full jitter.
package struct ReadRetry: Sendable {
    /// The maximum number of attempts, including the first.
    package let attempts: Int
    /// Waits before the attempt with that number, from 2 on.
    package let pause: @Sendable (Int) async throws -> Void

    package init(attempts: Int, pause: @escaping @Sendable (Int) async throws -> Void) {
        (self.attempts, self.pause) = (attempts, pause)
    }

    package static let standard = ReadRetry(attempts: 4) { attempt in
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...longest(before: attempt))))
    }

    package static let none = ReadRetry(attempts: 1) { _ in }

    /// In milliseconds.
    static func longest(before attempt: Int) -> Int { min(200 << min(max(attempt - 2, 0), 8), 5_000) }
}
