package import LedgerValues

/// A revision with its tags: `family:N`, an ARN, or a family for its newest active revision.
package struct DescribeTaskDefinition: JSONCall {
    package static let operation = AWSOperation(.ecs, "DescribeTaskDefinition", .read)

    package let taskDefinition: String

    package init(_ taskDefinition: String) {
        self.taskDefinition = taskDefinition
    }

    package var members: JSONObject { ["taskDefinition": .string(taskDefinition), "include": ["TAGS"]] }

    package struct Answer: JSONAnswer, Equatable {
        package let definition: TaskDefinition
        package let tags: [AWSTag]

        package init(_ object: JSONObject) throws(AnswerError) {
            definition = try TaskDefinition(object.requiredObject("taskDefinition"))
            tags = object.tags("tags")
        }
    }
}
