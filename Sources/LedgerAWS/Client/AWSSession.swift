package import LedgerValues

/// One principal's way to AWS: settings, credentials, connections and a clock, shared by the clients of all regions.
///
/// Making one touches no network; the first call does.
package struct AWSSession: Sendable {
    package let settings: AWSSettings
    private let transport: any Transport
    private let clock: ServerClock
    private let credentials: CredentialStore

    /// The transport is the settings' own unless another is given.
    package init(
        _ settings: AWSSettings,
        transport: (any Transport)? = nil,
        now: @escaping @Sendable () -> Timestamp
    ) {
        let transport = transport ?? settings.transport
        let clock = ServerClock(now: now)
        let loader = CredentialLoader(settings: settings, transport: transport, clock: clock)
        (self.settings, self.transport, self.clock) = (settings, transport, clock)
        credentials = CredentialStore(now: clock.read) { () async throws(CredentialError) in try await loader.load() }
    }

    /// A client for a region, or for the one that is set.
    package func client(region: String? = nil, retry: ReadRetry = .standard) throws(SettingsError) -> AWSClient {
        let region = if let region { try AWSSettings.checked(region: region) } else { try settings.region() }
        return AWSClient(
            settings: settings,
            region: region,
            credentials: credentials,
            transport: transport,
            clock: clock,
            retry: retry
        )
    }
}
