import LedgerValues

/// A function with its code and its tags.
package struct FunctionDescription: Equatable, Sendable {
    package let configuration: FunctionConfiguration
    /// The image as it was set, maybe by a tag.
    package let imageURI: String?
    /// The same by digest, as Lambda resolved it when it was set.
    package let resolvedImageURI: String?
    package let tags: [String: String]

    init(_ object: JSONObject) throws(AnswerError) {
        configuration = try FunctionConfiguration(object.requiredObject("Configuration"))
        imageURI = object.object("Code")?.text("ImageUri")
        resolvedImageURI = object.object("Code")?.text("ResolvedImageUri")
        tags = object.map("Tags")
    }
}
