package import LedgerValues

/// One of the deployments in the description of a service.
package struct ECSDeployment: Equatable, Sendable {
    /// `ecs-svc/…`.
    ///
    /// AWS drops it soon after another deployment has replaced it.
    package let id: String
    /// `PRIMARY`, `ACTIVE` or `INACTIVE`.
    package let status: String
    package let taskDefinition: String?
    package let desiredCount, runningCount, pendingCount, failedTasks: Int64
    /// `IN_PROGRESS`, `COMPLETED` or `FAILED`.
    package let rolloutState, rolloutStateReason: String?
    package let createdAt, updatedAt: Timestamp?

    init(_ object: JSONObject) {
        id = object.text("id") ?? ""
        status = object.text("status") ?? ""
        taskDefinition = object.text("taskDefinition")
        desiredCount = object.integer("desiredCount") ?? 0
        runningCount = object.integer("runningCount") ?? 0
        pendingCount = object.integer("pendingCount") ?? 0
        failedTasks = object.integer("failedTasks") ?? 0
        rolloutState = object.text("rolloutState")
        rolloutStateReason = object.message("rolloutStateReason")
        createdAt = object.seconds("createdAt")
        updatedAt = object.seconds("updatedAt")
    }
}
