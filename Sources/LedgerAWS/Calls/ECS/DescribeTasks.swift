package import LedgerValues

/// How tasks stand; a hundred at most.
package struct DescribeTasks: JSONCall {
    package static let operation = AWSOperation(.ecs, "DescribeTasks", .read)

    package let cluster: String
    package let tasks: [String]

    package init(cluster: String, tasks: [String]) {
        (self.cluster, self.tasks) = (cluster, tasks)
    }

    package var members: JSONObject {
        ["cluster": .string(cluster), "tasks": .array(tasks.map { .string($0) })]
    }

    package struct Answer: JSONAnswer, Equatable {
        package let tasks: [ECSTask]
        package let failures: [ECSFailure]

        package init(_ object: JSONObject) throws(AnswerError) {
            tasks = try object.objects("tasks").map { object throws(AnswerError) in try ECSTask(object) }
            failures = object.objects("failures").map(ECSFailure.init)
        }
    }
}
