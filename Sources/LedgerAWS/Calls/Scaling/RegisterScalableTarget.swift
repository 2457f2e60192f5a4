package import LedgerValues

/// Sets the bounds of a service's task count; a bound that is nil stays as it is.
///
/// Twice is as once.
package struct RegisterScalableTarget: JSONCall {
    package typealias Answer = NoAnswer

    package static let operation = AWSOperation(.applicationAutoScaling, "RegisterScalableTarget", .write)

    package let resource: String
    package let minimum, maximum: Int64?

    package init(_ resource: String, minimum: Int64?, maximum: Int64?) {
        (self.resource, self.minimum, self.maximum) = (resource, minimum, maximum)
    }

    package var members: JSONObject {
        JSONObject(given: [
            ("ServiceNamespace", .string(ScalableTarget.namespace)),
            ("ScalableDimension", .string(ScalableTarget.dimension)), ("ResourceId", .string(resource)),
            ("MinCapacity", minimum.map { .integer($0) }), ("MaxCapacity", maximum.map { .integer($0) }),
        ])
    }
}
