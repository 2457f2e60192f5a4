package import LedgerValues

/// Stops a deployment that is under way.
package struct StopServiceDeployment: JSONCall {
    package static let operation = AWSOperation(.ecs, "StopServiceDeployment", .write)

    package enum Stop: String, Sendable {
        /// Back to what ran before.
        case rollback = "ROLLBACK"
        /// Left as it stands.
        case abort = "ABORT"
    }

    package let arn: String
    package let stop: Stop

    package init(_ arn: String, _ stop: Stop) {
        (self.arn, self.stop) = (arn, stop)
    }

    package var members: JSONObject { ["serviceDeploymentArn": .string(arn), "stopType": .string(stop.rawValue)] }

    package struct Answer: JSONAnswer, Equatable {
        package let arn: String

        package init(_ object: JSONObject) throws(AnswerError) {
            arn = try object.required("serviceDeploymentArn")
        }
    }
}
