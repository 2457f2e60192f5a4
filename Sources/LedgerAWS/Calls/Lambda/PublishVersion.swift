package import LedgerValues

/// Makes a version of what the function is now.
package struct PublishVersion: RESTCall {
    package typealias Answer = FunctionConfiguration

    package static let operation = AWSOperation(
        .lambda,
        "PublishVersion",
        .write,
        method: .post,
        path: "/2015-03-31/functions/{FunctionName}/versions"
    )

    package let function: String
    /// What the function must still be.
    package let codeSHA256, revisionID: String?
    package let description: String?

    package init(_ function: String, codeSHA256: String? = nil, revisionID: String? = nil, description: String? = nil) {
        (self.function, self.codeSHA256) = (function, codeSHA256)
        (self.revisionID, self.description) = (revisionID, description)
    }

    package var segments: [String: String] { ["FunctionName": function] }

    package var members: JSONObject? {
        JSONObject(given: [
            ("CodeSha256", codeSHA256.map { .string($0) }), ("RevisionId", revisionID.map { .string($0) }),
            ("Description", description.map { .string($0) }),
        ])
    }
}
