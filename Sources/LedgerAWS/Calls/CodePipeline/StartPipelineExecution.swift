package import LedgerValues

/// Runs a pipeline; with the same token again it is the same run.
package struct StartPipelineExecution: JSONCall {
    package static let operation = AWSOperation(.codePipeline, "StartPipelineExecution", .write)

    package let pipeline, token: String

    package init(_ pipeline: String, token: String) {
        (self.pipeline, self.token) = (pipeline, token)
    }

    package var members: JSONObject { ["name": .string(pipeline), "clientRequestToken": .string(token)] }

    package struct Answer: JSONAnswer, Equatable {
        package let execution: String

        package init(_ object: JSONObject) throws(AnswerError) {
            execution = try object.required("pipelineExecutionId")
        }
    }
}
