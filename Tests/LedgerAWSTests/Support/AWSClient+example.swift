import LedgerAWS
import LedgerDomain
import LedgerValues

extension AWSClient {
    static func example(
        _ transport: any Transport,
        environment: [String: String] = [:],
        credentials: any CredentialProvider = FixedCredentials(.example),
        clock: ServerClock = ServerClock { .now },
        attempts: Int = 3
    ) -> AWSClient {
        AWSClient(
            settings: AWSSettings(environment: environment),
            region: "eu-central-1",
            credentials: credentials,
            transport: transport,
            clock: clock,
            retry: ReadRetry(attempts: attempts) { _ in }
        )
    }
}
