/// Supplies credentials for signing.
package protocol CredentialProvider: Sendable {
    func current() async throws(CredentialError) -> AWSCredentials

    /// Call when AWS rejects these; returns true if the next ones may differ.
    func discard(_ credentials: AWSCredentials) async -> Bool
}

/// Credentials that never change.
package struct FixedCredentials: CredentialProvider {
    private let credentials: AWSCredentials

    package init(_ credentials: AWSCredentials) {
        self.credentials = credentials
    }

    package func current() async throws(CredentialError) -> AWSCredentials { credentials }

    package func discard(_ credentials: AWSCredentials) async -> Bool { false }
}
