package import LedgerValues

/// Puts a tag on a manifest; with a digest ECR refuses what does not hash to it.
package struct PutImage: JSONCall {
    package static let operation = AWSOperation(.ecr, "PutImage", .write)

    package let repository: ECRRepository
    package let manifest: String
    package let mediaType: String?
    package let tag: String
    package let digest: String

    package init(_ repository: ECRRepository, manifest: String, mediaType: String?, tag: String, digest: String) {
        (self.repository, self.manifest, self.mediaType) = (repository, manifest, mediaType)
        (self.tag, self.digest) = (tag, digest)
    }

    package var members: JSONObject {
        JSONObject(
            given: repository.members + [
                ("imageManifest", .string(manifest)), ("imageManifestMediaType", mediaType.map { .string($0) }),
                ("imageTag", .string(tag)), ("imageDigest", .string(digest)),
            ]
        )
    }

    package struct Answer: JSONAnswer, Equatable {
        package let digest: String

        package init(_ object: JSONObject) throws(AnswerError) {
            digest = try object.requiredObject("image").requiredObject("imageId").required("imageDigest")
        }
    }
}
