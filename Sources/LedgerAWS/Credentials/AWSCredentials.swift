package import LedgerValues

/// What requests are signed with.
package struct AWSCredentials: Equatable, Sendable {
    /// Not secret: it stands in every signed request.
    package let accessKeyID: String
    package let secretAccessKey: Secret
    package let sessionToken: Secret?
    /// Nil for keys that do not end.
    package let expires: Timestamp?

    package init(accessKeyID: String, secretAccessKey: Secret, sessionToken: Secret? = nil, expires: Timestamp? = nil) {
        (self.accessKeyID, self.secretAccessKey) = (accessKeyID, secretAccessKey)
        (self.sessionToken, self.expires) = (sessionToken, expires)
    }
}
