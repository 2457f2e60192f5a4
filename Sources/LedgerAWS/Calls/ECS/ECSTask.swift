package import LedgerValues

/// A task of ECS.
package struct ECSTask: Equatable, Sendable {
    package let arn: String
    package let taskDefinition, lastStatus, desiredStatus: String?
    /// The id of the deployment that started it.
    package let startedBy: String?
    package let stopCode, stoppedReason: String?
    package let canExecute: Bool
    package let startedAt, stoppedAt: Timestamp?
    package let containers: [Container]

    package struct Container: Equatable, Sendable {
        package let name: String
        package let image, digest, lastStatus, reason: String?
        package let exitCode: Int64?
        /// Whether the agent of `aws ecs execute-command` runs in it.
        package let isExecutable: Bool

        init(_ object: JSONObject) {
            name = object.text("name") ?? ""
            (image, digest) = (object.text("image"), object.text("imageDigest"))
            (lastStatus, reason) = (object.text("lastStatus"), object.message("reason"))
            exitCode = object.integer("exitCode")
            isExecutable = object.objects("managedAgents").contains {
                $0.text("name") == "ExecuteCommandAgent" && $0.text("lastStatus") == "RUNNING"
            }
        }
    }

    init(_ object: JSONObject) throws(AnswerError) {
        arn = try object.required("taskArn")
        taskDefinition = object.text("taskDefinitionArn")
        (lastStatus, desiredStatus) = (object.text("lastStatus"), object.text("desiredStatus"))
        startedBy = object.text("startedBy")
        (stopCode, stoppedReason) = (object.text("stopCode"), object.message("stoppedReason"))
        canExecute = object.bool("enableExecuteCommand") ?? false
        (startedAt, stoppedAt) = (object.seconds("startedAt"), object.seconds("stoppedAt"))
        containers = object.objects("containers").map(Container.init)
    }
}
