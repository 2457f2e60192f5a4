package import LedgerValues

/// The runs of a pipeline, the newest first.
package struct ListPipelineExecutions: JSONCall, PagedCall {
    package static let operation = AWSOperation(.codePipeline, "ListPipelineExecutions", .read)

    package let pipeline: String
    package let token: String?

    package init(_ pipeline: String, token: String? = nil) {
        (self.pipeline, self.token) = (pipeline, token)
    }

    package var members: JSONObject {
        JSONObject(given: [("pipelineName", .string(pipeline)), ("nextToken", token.map { .string($0) })])
    }

    package func next(after answer: Answer) -> ListPipelineExecutions? {
        answer.nextToken.map { ListPipelineExecutions(pipeline, token: $0) }
    }

    package struct Answer: JSONAnswer, Equatable {
        package let executions: [Execution]
        package let nextToken: String?

        package init(_ object: JSONObject) throws(AnswerError) {
            executions = try object.objects("pipelineExecutionSummaries").map { object throws(AnswerError) in
                Execution(
                    id: try object.required("pipelineExecutionId"),
                    status: object.text("status"),
                    startedAt: object.seconds("startTime"),
                    updatedAt: object.seconds("lastUpdateTime")
                )
            }
            nextToken = object.text("nextToken")
        }
    }

    package struct Execution: Equatable, Sendable {
        package let id: String
        package let status: String?
        package let startedAt, updatedAt: Timestamp?
    }
}
