package import LedgerValues

/// Changes what a service runs or how many; what is nil stays as it is.
package struct UpdateService: JSONCall {
    package static let operation = AWSOperation(.ecs, "UpdateService", .write)

    package let cluster, service: String
    package let taskDefinition: String?
    package let desiredCount: Int64?
    package let forcesNewDeployment: Bool

    package init(
        cluster: String,
        service: String,
        taskDefinition: String? = nil,
        desiredCount: Int64? = nil,
        forcesNewDeployment: Bool = false
    ) {
        (self.cluster, self.service, self.taskDefinition) = (cluster, service, taskDefinition)
        (self.desiredCount, self.forcesNewDeployment) = (desiredCount, forcesNewDeployment)
    }

    package var members: JSONObject {
        JSONObject(given: [
            ("cluster", .string(cluster)), ("service", .string(service)),
            ("taskDefinition", taskDefinition.map { .string($0) }), ("desiredCount", desiredCount.map { .integer($0) }),
            ("forceNewDeployment", forcesNewDeployment ? true : nil),
        ])
    }

    package struct Answer: JSONAnswer, Equatable {
        package let service: ECSService

        package init(_ object: JSONObject) throws(AnswerError) {
            service = try ECSService(object.requiredObject("service"))
        }
    }
}
