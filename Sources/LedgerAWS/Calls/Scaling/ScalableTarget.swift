import LedgerValues

/// What Application Auto Scaling may scale, and between which bounds: the task count of an ECS service.
package struct ScalableTarget: Equatable, Sendable {
    /// `service/CLUSTER/SERVICE`.
    package let resource: String
    package let minimum, maximum: Int64

    package init(resource: String, minimum: Int64, maximum: Int64) {
        (self.resource, self.minimum, self.maximum) = (resource, minimum, maximum)
    }

    init?(_ object: JSONObject) {
        guard let resource = object.text("ResourceId"), let minimum = object.integer("MinCapacity"),
            let maximum = object.integer("MaxCapacity")
        else { return nil }
        self.init(resource: resource, minimum: minimum, maximum: maximum)
    }

    static let namespace = "ecs"
    static let dimension = "ecs:service:DesiredCount"
}
