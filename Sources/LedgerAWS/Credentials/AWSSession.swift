package import LedgerValues
package import Logging

/// One principal's settings, credentials, connections and clock, shared by the clients of all regions.
///
/// Creating one does not use the network; the first call does.
package struct AWSSession: Sendable {
    package let settings: AWSSettings
    private let transport: any Transport
    private let clock: ServerClock
    private let credentials: CredentialStore
    private let logger: Logger

    /// `transport` defaults to that of the settings.
    package init(
        _ settings: AWSSettings,
        transport: (any Transport)? = nil,
        logger: Logger = .none,
        now: @escaping @Sendable () -> Timestamp
    ) {
        let transport = transport ?? settings.transport
        let clock = ServerClock(now: now)
        let loader = CredentialLoader(settings: settings, transport: transport, clock: clock)
        (self.settings, self.transport, self.clock, self.logger) = (settings, transport, clock, logger)
        credentials = CredentialStore(now: clock.read) { () async throws(CredentialError) in try await loader.load() }
    }

    /// A client for a region; by default the configured one.
    package func client(region: String? = nil, retry: ReadRetry = .standard) throws(SettingsError) -> AWSClient {
        let region = if let region { try AWSSettings.checked(region: region) } else { try settings.region() }
        return AWSClient(
            settings: settings,
            region: region,
            credentials: credentials,
            transport: transport,
            clock: clock,
            retry: retry,
            logger: logger
        )
    }
}
