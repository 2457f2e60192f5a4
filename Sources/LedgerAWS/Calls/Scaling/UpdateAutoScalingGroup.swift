/// Sets bounds and size of a group; what is nil stays as it is.
///
/// Twice is as once.
package struct UpdateAutoScalingGroup: QueryCall {
    package typealias Answer = NoResult

    package static let operation = AWSOperation(.autoScaling, "UpdateAutoScalingGroup", .write)

    package let name: String
    package let minimum, maximum, desired: Int64?

    package init(_ name: String, minimum: Int64? = nil, maximum: Int64? = nil, desired: Int64? = nil) {
        (self.name, self.minimum, self.maximum, self.desired) = (name, minimum, maximum, desired)
    }

    package var parameters: [QueryParameter] {
        [
            .text("AutoScalingGroupName", name), .integer("MinSize", minimum), .integer("MaxSize", maximum),
            .integer("DesiredCapacity", desired),
        ]
    }
}
