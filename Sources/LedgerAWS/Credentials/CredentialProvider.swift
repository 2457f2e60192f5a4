/// Who hands out credentials for signing.
package protocol CredentialSupply: Sendable {
    func current() async throws(CredentialError) -> AWSCredentials

    /// AWS does not accept these; true if the next ones may be others.
    func discard(_ credentials: AWSCredentials) async -> Bool
}

/// Keys that are as they are.
package struct FixedCredentials: CredentialSupply {
    private let credentials: AWSCredentials

    package init(_ credentials: AWSCredentials) {
        self.credentials = credentials
    }

    package func current() async throws(CredentialError) -> AWSCredentials { credentials }

    package func discard(_ credentials: AWSCredentials) async -> Bool { false }
}
