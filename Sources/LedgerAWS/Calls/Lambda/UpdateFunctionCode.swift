package import LedgerValues

/// Gives a function another image.
package struct UpdateFunctionCode: RESTCall {
    package typealias Answer = FunctionConfiguration

    package static let operation = AWSOperation(
        .lambda,
        "UpdateFunctionCode",
        .write,
        method: .put,
        path: "/2015-03-31/functions/{FunctionName}/code"
    )

    package let function, imageURI: String
    /// Refused as outdated when the function has another by now.
    package let revisionID: String?

    package init(_ function: String, imageURI: String, revisionID: String?) {
        (self.function, self.imageURI, self.revisionID) = (function, imageURI, revisionID)
    }

    package var segments: [String: String] { ["FunctionName": function] }

    package var members: JSONObject? {
        JSONObject(given: [("ImageUri", .string(imageURI)), ("RevisionId", revisionID.map { .string($0) })])
    }
}
