import LedgerValues

/// The manifest of an image.
///
/// The digest is the hash of exactly this text.
package struct ImageManifest: Equatable, Sendable {
    package let digest, manifest: String
    package let mediaType, tag: String?

    init(_ object: JSONObject) throws(AnswerError) {
        let id = try object.requiredObject("imageId")
        digest = try id.required("imageDigest")
        manifest = try object.required("imageManifest")
        (mediaType, tag) = (object.text("imageManifestMediaType"), id.text("imageTag"))
    }
}
