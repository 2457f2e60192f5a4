package import LedgerValues

/// The ARNs of a family's revisions, the newest first.
package struct ListTaskDefinitions: JSONCall, PagedCall {
    package static let operation = AWSOperation(.ecs, "ListTaskDefinitions", .read)

    package enum Status: String, Sendable {
        case active = "ACTIVE"
        case inactive = "INACTIVE"
        case deleting = "DELETE_IN_PROGRESS"
    }

    package let family: String
    package let status: Status
    package let token: String?

    package init(family: String, status: Status = .active, token: String? = nil) {
        (self.family, self.status, self.token) = (family, status, token)
    }

    package var members: JSONObject {
        JSONObject(given: [
            ("familyPrefix", .string(family)), ("status", .string(status.rawValue)), ("sort", "DESC"),
            ("nextToken", token.map { .string($0) }),
        ])
    }

    package func next(after answer: Answer) -> ListTaskDefinitions? {
        answer.nextToken.map { ListTaskDefinitions(family: family, status: status, token: $0) }
    }

    package struct Answer: JSONAnswer, Equatable {
        package let arns: [String]
        package let nextToken: String?

        package init(_ object: JSONObject) {
            (arns, nextToken) = (object.texts("taskDefinitionArns"), object.text("nextToken"))
        }
    }
}
