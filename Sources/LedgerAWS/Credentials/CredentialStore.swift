package import LedgerValues

/// Caches credentials, and refreshes them before they expire.
///
/// Only one refresh runs at a time; other callers wait for it.
package actor CredentialStore: CredentialProvider {
    package typealias Load = @Sendable () async throws(CredentialError) -> AWSCredentials

    private let load: Load
    private let now: @Sendable () -> Timestamp
    private var kept: AWSCredentials?
    private var isLoading = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    package init(now: @escaping @Sendable () -> Timestamp, load: @escaping Load) {
        (self.now, self.load) = (now, load)
    }

    package func current() async throws(CredentialError) -> AWSCredentials {
        while true {
            if let kept, !isDue(kept) { return kept }
            if !isLoading { return try await refreshed() }
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    package func discard(_ credentials: AWSCredentials) async -> Bool {
        if kept == credentials { kept = nil }
        return true
    }

    /// Fresh credentials; if loading fails, the old ones until they expire.
    private func refreshed() async throws(CredentialError) -> AWSCredentials {
        isLoading = true
        defer {
            isLoading = false
            for waiter in waiting { waiter.resume() }
            waiting = []
        }
        do throws(CredentialError) {
            let loaded = try await load()
            if hasEnded(loaded) { throw .expired }
            kept = loaded
            return loaded
        } catch {
            guard let kept, !hasEnded(kept) else { throw error }
            return kept
        }
    }

    private func isDue(_ credentials: AWSCredentials) -> Bool {
        credentials.expires.map { $0 <= now().advanced(bySeconds: Self.margin) } ?? false
    }

    private func hasEnded(_ credentials: AWSCredentials) -> Bool {
        credentials.expires.map { $0 <= now() } ?? false
    }

    /// In seconds.
    ///
    /// A call that is signed now may wait for a minute, and a deployment makes many calls.
    private static let margin: Int64 = 5 * 60
}
