package import LedgerValues

/// A deployment of a service, as ECS keeps it for 90 days.
package struct ServiceDeployment: Equatable, Sendable {
    package let arn: String
    package let serviceARN, clusterARN: String?
    /// `PENDING`, `IN_PROGRESS`, `SUCCESSFUL`, `STOPPED`, `ROLLBACK_SUCCESSFUL` and others.
    package let status: String
    package let statusReason: String?
    package let createdAt, startedAt, finishedAt: Timestamp?
    /// The ARN of the service revision that it deploys.
    package let targetRevision: String?
    /// Why AWS rolled it back, and to which service revision.
    package let rollbackReason, rollbackRevision: String?
    package let body: JSONObject

    init(_ object: JSONObject) throws(AnswerError) {
        arn = try object.required("serviceDeploymentArn")
        (serviceARN, clusterARN) = (object.text("serviceArn"), object.text("clusterArn"))
        status = object.text("status") ?? ""
        statusReason = object.message("statusReason")
        createdAt = object.seconds("createdAt")
        startedAt = object.seconds("startedAt")
        finishedAt = object.seconds("finishedAt")
        targetRevision = object.text("targetServiceRevisionArn") ?? object.object("targetServiceRevision")?.text("arn")
        rollbackReason = object.object("rollback")?.message("reason")
        rollbackRevision = object.object("rollback")?.text("serviceRevisionArn")
        body = object
    }
}
