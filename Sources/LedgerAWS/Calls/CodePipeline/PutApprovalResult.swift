package import LedgerValues

/// Answers an action that waits for approval.
package struct PutApprovalResult: JSONCall {
    package static let operation = AWSOperation(.codePipeline, "PutApprovalResult", .write)

    package enum Verdict: String, Sendable {
        case approved = "Approved"
        case rejected = "Rejected"
    }

    package let pipeline, stage, action: String
    package let verdict: Verdict
    package let summary: String
    /// The one that ``GetPipelineState`` shows for this wait.
    package let token: Secret

    package init(
        _ pipeline: String,
        stage: String,
        action: String,
        _ verdict: Verdict,
        summary: String,
        token: Secret
    ) {
        (self.pipeline, self.stage, self.action) = (pipeline, stage, action)
        (self.verdict, self.summary, self.token) = (verdict, summary, token)
    }

    package var members: JSONObject {
        [
            "pipelineName": .string(pipeline), "stageName": .string(stage), "actionName": .string(action),
            "token": .string(token.reveal()),
            "result": ["status": .string(verdict.rawValue), "summary": .string(summary)],
        ]
    }

    package struct Answer: JSONAnswer, Equatable {
        package let approvedAt: Timestamp?

        package init(_ object: JSONObject) {
            approvedAt = object.seconds("approvedAt")
        }
    }
}
