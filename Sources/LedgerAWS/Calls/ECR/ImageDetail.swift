package import LedgerValues

/// What ECR knows about an image.
package struct ImageDetail: Equatable, Sendable {
    package let digest: String
    package let tags: [String]
    package let size: Int64?
    package let pushedAt: Timestamp?
    /// `ACTIVE`, `ARCHIVED` or `ACTIVATING`; nil if ECR does not say.
    package let status: String?
    package let mediaType: String?

    init(_ object: JSONObject) throws(AnswerError) {
        digest = try object.required("imageDigest")
        tags = object.texts("imageTags")
        size = object.integer("imageSizeInBytes")
        pushedAt = object.seconds("imagePushedAt")
        status = object.text("imageStatus")
        mediaType = object.text("imageManifestMediaType")
    }
}
