package import Testing

/// A suite whose tests start programs and wait for them, on threads of its own: a few programs run at a time, and the
/// test runner goes on meanwhile.
package struct StartsPrograms: SuiteTrait, TestTrait, TestScoping {
    private static let threads = WaitingThreads(count: 8)
    @TaskLocal private static var isInScope = false

    package init() {}

    package var isRecursive: Bool { true }

    package func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await Self.$isInScope.withValue(true) {
            try await withTaskExecutorPreference(Self.threads) { try await function() }
        }
    }

    /// Records an issue where a test waits whose suite does not have this trait.
    package static func expect() {
        #expect(isInScope, "the suite lacks the trait StartsPrograms")
    }
}
