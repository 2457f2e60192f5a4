package import LedgerValues

/// The images of a repository, or those that are named.
///
/// One name that is not there refuses the whole call.
package struct DescribeImages: JSONCall, PagedCall {
    package static let operation = AWSOperation(.ecr, "DescribeImages", .read)

    package let repository: ECRRepository
    package let images: [ImageID]
    package let token: String?

    package init(_ repository: ECRRepository, images: [ImageID] = [], token: String? = nil) {
        (self.repository, self.images, self.token) = (repository, images, token)
    }

    package var members: JSONObject {
        JSONObject(
            given: repository.members + [
                ("imageIds", images.isEmpty ? nil : .array(images.map(\.json))),
                ("nextToken", token.map { .string($0) }),
            ]
        )
    }

    package func next(after answer: Answer) -> DescribeImages? {
        answer.nextToken.map { DescribeImages(repository, images: images, token: $0) }
    }

    package struct Answer: JSONAnswer, Equatable {
        package let images: [ImageDetail]
        package let nextToken: String?

        package init(_ object: JSONObject) throws(AnswerError) {
            images = try object.objects("imageDetails").map { object throws(AnswerError) in try ImageDetail(object) }
            nextToken = object.text("nextToken")
        }
    }
}
