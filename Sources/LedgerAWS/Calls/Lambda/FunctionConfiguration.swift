package import LedgerValues

/// A function of Lambda, or one of its versions.
///
/// Concealed, as environment values stand in it.
package struct FunctionConfiguration: Equatable, Sendable, Concealed {
    package let name, arn: String
    /// `$LATEST` or a number.
    package let version: String?
    /// Changes with each change of the function; a write may require that it is still the same.
    package let revisionID: String?
    package let codeSHA256: String?
    /// `Active` when it can run.
    package let state, stateReason: String?
    /// `InProgress`, `Successful` or `Failed`.
    package let lastUpdateStatus, lastUpdateStatusReason: String?
    package let lastModified: Timestamp?
    package let role: String?
    package let packageType: String?
    package let body: JSONObject

    init(_ object: JSONObject) throws(AnswerError) {
        name = try object.required("FunctionName")
        arn = try object.required("FunctionArn")
        version = object.text("Version")
        revisionID = object.text("RevisionId")
        codeSHA256 = object.text("CodeSha256")
        (state, stateReason) = (object.text("State"), object.message("StateReason"))
        lastUpdateStatus = object.text("LastUpdateStatus")
        lastUpdateStatusReason = object.message("LastUpdateStatusReason")
        lastModified = object.text("LastModified").flatMap { Timestamp(lambdaTime: $0) }
        role = object.text("Role")
        packageType = object.text("PackageType")
        body = object
    }
}

extension Timestamp {
    /// Reads `2026-11-21T07:32:22.313+0000`: RFC 3339 but for the colon of the offset.
    init?(lambdaTime text: String) {
        let offset = text.suffix(5)
        if offset.first == "+" || offset.first == "-" {
            self.init(rfc3339: "\(text.dropLast(2)):\(text.suffix(2))")
        } else {
            self.init(rfc3339: text)
        }
    }
}
