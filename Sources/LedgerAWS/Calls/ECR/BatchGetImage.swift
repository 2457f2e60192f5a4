package import LedgerValues

/// The manifests of images, as they were pushed.
package struct BatchGetImage: JSONCall {
    package static let operation = AWSOperation(.ecr, "BatchGetImage", .read)

    package let repository: ECRRepository
    package let images: [ImageID]

    package init(_ repository: ECRRepository, images: [ImageID]) {
        (self.repository, self.images) = (repository, images)
    }

    package var members: JSONObject {
        JSONObject(
            given: repository.members + [
                ("imageIds", .array(images.map(\.json))),
                ("acceptedMediaTypes", .array(Self.mediaTypes.map { .string($0) })),
            ]
        )
    }

    /// All that ECR has; without them it would convert a manifest, and with that change its digest.
    private static let mediaTypes = [
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.manifest.v1+json", "application/vnd.oci.image.index.v1+json",
    ]

    package struct Answer: JSONAnswer, Equatable {
        package let images: [ImageManifest]
        /// What was asked for and is not there, by ECR's code: `ImageNotFound`.
        package let failures: [String]

        package init(_ object: JSONObject) throws(AnswerError) {
            images = try object.objects("images").map { object throws(AnswerError) in try ImageManifest(object) }
            failures = object.objects("failures").map { $0.text("failureCode") ?? "" }
        }
    }
}
