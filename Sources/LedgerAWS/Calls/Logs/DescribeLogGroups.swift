package import LedgerValues

/// The log groups whose names begin so.
package struct DescribeLogGroups: JSONCall, PagedCall {
    package static let operation = AWSOperation(.cloudWatchLogs, "DescribeLogGroups", .read)

    package let prefix: String
    package let token: String?

    package init(prefix: String, token: String? = nil) {
        (self.prefix, self.token) = (prefix, token)
    }

    package var members: JSONObject {
        JSONObject(given: [("logGroupNamePrefix", .string(prefix)), ("nextToken", token.map { .string($0) })])
    }

    package func next(after answer: Answer) -> DescribeLogGroups? {
        answer.nextToken.map { DescribeLogGroups(prefix: prefix, token: $0) }
    }

    package struct Answer: JSONAnswer, Equatable {
        package let names: [String]
        package let nextToken: String?

        package init(_ object: JSONObject) {
            names = object.objects("logGroups").compactMap { $0.text("logGroupName") }
            nextToken = object.text("nextToken")
        }
    }
}
