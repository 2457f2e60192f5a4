import LedgerValues

/// The keys of a role, for a while.
package struct AssumedRole: Equatable, Sendable {
    package let credentials: AWSCredentials
    /// The session's own ARN, which is the principal of what is done with the keys.
    package let arn: String?

    init(_ result: XMLElement) throws(AnswerError) {
        guard let keys = result.first("Credentials") else { throw .missing("Credentials") }
        guard let expires = Timestamp(rfc3339: try keys.required("Expiration")) else { throw .missing("Expiration") }
        credentials = AWSCredentials(
            accessKeyID: try keys.required("AccessKeyId"),
            secretAccessKey: Secret(try keys.required("SecretAccessKey")),
            sessionToken: Secret(try keys.required("SessionToken")),
            expires: expires
        )
        arn = result.first("AssumedRoleUser")?.text("Arn")
    }
}
