package import LedgerValues

/// How the stages of a pipeline stand, and what waits for approval.
package struct GetPipelineState: JSONCall {
    package static let operation = AWSOperation(.codePipeline, "GetPipelineState", .read)

    package let pipeline: String

    package init(_ pipeline: String) {
        self.pipeline = pipeline
    }

    package var members: JSONObject { ["name": .string(pipeline)] }

    package struct Answer: JSONAnswer, Equatable {
        package let stages: [Stage]

        package init(_ object: JSONObject) {
            stages = object.objects("stageStates").map(Stage.init)
        }
    }

    package struct Stage: Equatable, Sendable {
        package let name: String
        package let status, execution: String?
        package let actions: [Action]

        init(_ object: JSONObject) {
            name = object.text("stageName") ?? ""
            status = object.object("latestExecution")?.text("status")
            execution = object.object("latestExecution")?.text("pipelineExecutionId")
            actions = object.objects("actionStates").map(Action.init)
        }
    }

    package struct Action: Equatable, Sendable {
        package let name: String
        package let status, summary: String?
        /// What an approval must bring with it, and nothing else may.
        package let token: Secret?
        package let changedAt: Timestamp?

        init(_ object: JSONObject) {
            let latest = object.object("latestExecution")
            name = object.text("actionName") ?? ""
            (status, summary) = (latest?.text("status"), latest?.text("summary"))
            token = latest?.text("token").map { Secret($0) }
            changedAt = latest?.seconds("lastStatusChange")
        }
    }
}
