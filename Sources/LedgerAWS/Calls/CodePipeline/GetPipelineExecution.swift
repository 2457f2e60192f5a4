package import LedgerValues

/// One run of a pipeline.
package struct GetPipelineExecution: JSONCall {
    package static let operation = AWSOperation(.codePipeline, "GetPipelineExecution", .read)

    package let pipeline, execution: String

    package init(_ pipeline: String, execution: String) {
        (self.pipeline, self.execution) = (pipeline, execution)
    }

    package var members: JSONObject {
        ["pipelineName": .string(pipeline), "pipelineExecutionId": .string(execution)]
    }

    package struct Answer: JSONAnswer, Equatable {
        package let status: String
        package let statusSummary: String?
        package let revisions: [Revision]
        /// What set it off, and by whom.
        package let triggerType, triggerDetail: String?

        package init(_ object: JSONObject) throws(AnswerError) {
            let execution = try object.requiredObject("pipelineExecution")
            status = try execution.required("status")
            statusSummary = execution.text("statusSummary")
            revisions = execution.objects("artifactRevisions").map {
                Revision(artifact: $0.text("name"), id: $0.text("revisionId"), summary: $0.text("revisionSummary"))
            }
            triggerType = execution.object("trigger")?.text("triggerType")
            triggerDetail = execution.object("trigger")?.text("triggerDetail")
        }
    }

    /// What a run was made from: a commit.
    package struct Revision: Equatable, Sendable {
        package let artifact, id, summary: String?
    }
}
