import LedgerValues

/// The bounds of what Application Auto Scaling scales: the task count of an ECS service.
package struct ScalableTarget: Equatable, Sendable {
    /// `service/CLUSTER/SERVICE`.
    package let resource: String
    package let minimum, maximum: Int64

    package init(resource: String, minimum: Int64, maximum: Int64) {
        (self.resource, self.minimum, self.maximum) = (resource, minimum, maximum)
    }

    init(_ object: JSONObject) throws(AnswerError) {
        self.init(
            resource: try object.required("ResourceId"),
            minimum: try object.requiredInteger("MinCapacity"),
            maximum: try object.requiredInteger("MaxCapacity")
        )
    }

    package static let namespace = "ecs"
    package static let dimension = "ecs:service:DesiredCount"
}
