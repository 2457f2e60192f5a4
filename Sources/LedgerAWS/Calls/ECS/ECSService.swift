package import LedgerValues

/// The state of an ECS service.
package struct ECSService: Equatable, Sendable {
    package let arn: String
    package let name, status: String
    package let clusterARN: String?
    /// The revision that the last update asked for.
    package let taskDefinition: String?
    package let desiredCount, runningCount, pendingCount: Int64
    /// The current one is `PRIMARY`; those that it replaces stay until their tasks have ended.
    package let deployments: [ECSDeployment]
    package let launchType: String?
    /// `ECS` unless the service names another.
    package let controller: String
    package let tags: [AWSTag]
    /// All members, including those that are not read here.
    package let body: JSONObject

    init(_ object: JSONObject) throws(AnswerError) {
        arn = try object.required("serviceArn")
        name = object.text("serviceName") ?? ""
        status = object.text("status") ?? ""
        clusterARN = object.text("clusterArn")
        taskDefinition = object.text("taskDefinition")
        desiredCount = object.integer("desiredCount") ?? 0
        runningCount = object.integer("runningCount") ?? 0
        pendingCount = object.integer("pendingCount") ?? 0
        deployments = object.objects("deployments").map(ECSDeployment.init)
        launchType = object.text("launchType")
        controller = object.object("deploymentController")?.text("type") ?? "ECS"
        tags = object.tags("tags")
        body = object
    }

    /// The ARNs of the service revisions whose tasks run (`currentServiceRevisions`, API_Service).
    package var serviceRevisions: [String] {
        (body["currentServiceRevisions"]?.array ?? []).compactMap { $0["arn"]?.string }
    }

    package var primary: ECSDeployment? { deployments.first { $0.status == "PRIMARY" } }
}
