package import LedgerValues

/// A function with its code and its tags.
package struct GetFunction: RESTCall {
    package static let operation = AWSOperation(
        .lambda,
        "GetFunction",
        .read,
        method: .get,
        path: "/2015-03-31/functions/{FunctionName}"
    )

    package let function: String
    /// A version or an alias.
    package let qualifier: String?

    package init(_ function: String, qualifier: String? = nil) {
        (self.function, self.qualifier) = (function, qualifier)
    }

    package var segments: [String: String] { ["FunctionName": function] }
    package var query: [NameValue] { qualifier.map { [NameValue("Qualifier", $0)] } ?? [] }

    package struct Answer: JSONAnswer, Equatable {
        package let configuration: FunctionConfiguration
        /// As it was set, maybe by a tag, and what that was when it was set, by digest.
        package let imageURI, resolvedImageURI: String?
        package let tags: [String: String]

        package init(_ object: JSONObject) throws(AnswerError) {
            configuration = try FunctionConfiguration(object.requiredObject("Configuration"))
            imageURI = object.object("Code")?.text("ImageUri")
            resolvedImageURI = object.object("Code")?.text("ResolvedImageUri")
            tags = object.map("Tags")
        }
    }
}
