package import LedgerValues

/// Credentials for signing requests.
package struct AWSCredentials: Equatable, Sendable {
    /// Not secret: every signed request contains it.
    package let accessKeyID: String
    package let secretAccessKey: Secret
    package let sessionToken: Secret?
    /// Nil for keys that do not expire.
    package let expires: Timestamp?

    package init(accessKeyID: String, secretAccessKey: Secret, sessionToken: Secret? = nil, expires: Timestamp? = nil) {
        (self.accessKeyID, self.secretAccessKey) = (accessKeyID, secretAccessKey)
        (self.sessionToken, self.expires) = (sessionToken, expires)
    }

    /// Whether they have only the characters that keys are made of: a header cannot hold others.
    var areWellFormed: Bool {
        ([accessKeyID, secretAccessKey.reveal()] + [sessionToken?.reveal()].compactMap(\.self))
            .allSatisfy { $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } }
    }
}
