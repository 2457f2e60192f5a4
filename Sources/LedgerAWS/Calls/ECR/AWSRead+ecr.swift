import LedgerValues

extension AWSRead<[ImageDetail]> {
    /// The images of a repository with these digests or tags.
    ///
    /// If one of them does not exist, ECR refuses the whole call.
    package static func describeImages(_ images: [ImageID], in repository: ECRRepository) -> Self {
        Self(
            AWSOperation(.ecr, "DescribeImages", pages: .nextToken),
            JSONObject(given: repository.members + [("imageIds", .array(images.map(\.json)))]),
            answer: .list("imageDetails", ImageDetail.init)
        )
    }
}

extension AWSRead<[RepositoryDescription]> {
    /// Settings of a repository.
    package static func describeRepository(_ repository: ECRRepository) -> Self {
        Self(
            AWSOperation(.ecr, "DescribeRepositories", pages: .nextToken),
            JSONObject(given: [
                ("repositoryNames", .list([repository.name])),
                ("registryId", repository.account.map { .string($0) }),
            ]),
            answer: .list("repositories", RepositoryDescription.init)
        )
    }
}

extension AWSRead<[ImageManifest]> {
    /// The manifests of images, as they were pushed.
    ///
    /// An image that does not exist is not in the answer.
    package static func batchGetImage(_ images: [ImageID], in repository: ECRRepository) -> Self {
        Self(
            AWSOperation(.ecr, "BatchGetImage"),
            JSONObject(
                given: repository.members + [
                    ("imageIds", .array(images.map(\.json))), ("acceptedMediaTypes", .list(manifestTypes)),
                ]
            ),
            answer: .list("images", ImageManifest.init)
        )
    }

    /// All that ECR has; without them it would convert a manifest, and that would change its digest.
    private static var manifestTypes: [String] {
        [
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.oci.image.manifest.v1+json", "application/vnd.oci.image.index.v1+json",
        ]
    }
}
