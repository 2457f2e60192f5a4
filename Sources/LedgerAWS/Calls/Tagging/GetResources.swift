package import LedgerValues

/// The things of a region that carry a tag, of the types that are named as `ecs:service`.
package struct GetResources: JSONCall, PagedCall {
    package static let operation = AWSOperation(.resourceGroupsTagging, "GetResources", .read)

    package let tag: AWSTag
    package let types: [String]
    package let token: String?

    package init(tag: AWSTag, types: [String] = [], token: String? = nil) {
        (self.tag, self.types, self.token) = (tag, types, token)
    }

    package var members: JSONObject {
        JSONObject(given: [
            ("TagFilters", [["Key": .string(tag.key), "Values": [.string(tag.value)]]]),
            ("ResourceTypeFilters", types.isEmpty ? nil : .array(types.map { .string($0) })),
            ("PaginationToken", token.map { .string($0) }),
        ])
    }

    package func next(after answer: Answer) -> GetResources? {
        answer.nextToken.map { GetResources(tag: tag, types: types, token: $0) }
    }

    package struct Answer: JSONAnswer, Equatable {
        package let resources: [Resource]
        package let nextToken: String?

        package init(_ object: JSONObject) {
            resources = object.objects("ResourceTagMappingList").compactMap { object in
                object.text("ResourceARN").map { Resource(arn: $0, tags: object.tags("Tags")) }
            }
            nextToken = object.text("PaginationToken")
        }
    }

    package struct Resource: Equatable, Sendable {
        package let arn: String
        package let tags: [AWSTag]
    }
}
