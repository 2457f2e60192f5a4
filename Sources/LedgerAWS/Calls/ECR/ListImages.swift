package import LedgerValues

/// Digests and tags of a repository, one pair an entry.
package struct ListImages: JSONCall, PagedCall {
    package static let operation = AWSOperation(.ecr, "ListImages", .read)

    package let repository: ECRRepository
    package let token: String?

    package init(_ repository: ECRRepository, token: String? = nil) {
        (self.repository, self.token) = (repository, token)
    }

    package var members: JSONObject {
        JSONObject(given: repository.members + [("nextToken", token.map { .string($0) })])
    }

    package func next(after answer: Answer) -> ListImages? {
        answer.nextToken.map { ListImages(repository, token: $0) }
    }

    package struct Answer: JSONAnswer, Equatable {
        package let images: [Entry]
        package let nextToken: String?

        package init(_ object: JSONObject) {
            images = object.objects("imageIds").compactMap { object in
                object.text("imageDigest").map { Entry(digest: $0, tag: object.text("imageTag")) }
            }
            nextToken = object.text("nextToken")
        }
    }

    package struct Entry: Equatable, Sendable {
        package let digest: String
        /// Nil for an image without one.
        package let tag: String?
    }
}
