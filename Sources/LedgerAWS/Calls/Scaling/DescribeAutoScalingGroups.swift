/// The groups of those names; one that is not there is not in the answer.
package struct DescribeAutoScalingGroups: QueryCall, PagedCall {
    package static let operation = AWSOperation(.autoScaling, "DescribeAutoScalingGroups", .read)

    package let names: [String]
    package let token: String?

    package init(_ names: [String], token: String? = nil) {
        (self.names, self.token) = (names, token)
    }

    package var parameters: [QueryParameter] { [.list("AutoScalingGroupNames", names), .text("NextToken", token)] }

    package func next(after answer: Answer) -> DescribeAutoScalingGroups? {
        answer.nextToken.map { DescribeAutoScalingGroups(names, token: $0) }
    }

    package struct Answer: XMLAnswer, Equatable {
        package let groups: [AutoScalingGroup]
        package let nextToken: String?

        package init(_ result: XMLElement) throws(AnswerError) {
            groups = try result.list("AutoScalingGroups").map { element throws(AnswerError) in
                try AutoScalingGroup(element)
            }
            nextToken = result.text("NextToken")
        }
    }
}
