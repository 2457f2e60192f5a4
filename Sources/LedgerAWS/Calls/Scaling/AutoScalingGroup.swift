/// A group of EC2 instances.
package struct AutoScalingGroup: Equatable, Sendable {
    package let name: String
    package let arn: String?
    package let minimum, maximum, desired: Int64
    package let instances: [Instance]
    package let tags: [AWSTag]

    package struct Instance: Equatable, Sendable {
        package let id: String
        package let lifecycleState, healthStatus: String?
    }

    init(_ element: XMLElement) throws(AnswerError) {
        name = try element.required("AutoScalingGroupName")
        arn = element.text("AutoScalingGroupARN")
        minimum = try Self.count("MinSize", of: element)
        maximum = try Self.count("MaxSize", of: element)
        desired = try Self.count("DesiredCapacity", of: element)
        instances = element.list("Instances").map {
            Instance(
                id: $0.text("InstanceId") ?? "",
                lifecycleState: $0.text("LifecycleState"),
                healthStatus: $0.text("HealthStatus")
            )
        }
        tags = element.list("Tags").compactMap { tag in
            tag.text("Key").map { AWSTag($0, tag.text("Value") ?? "") }
        }
    }

    private static func count(_ name: String, of element: XMLElement) throws(AnswerError) -> Int64 {
        guard let count = element.integer(name) else { throw .missing(name) }
        return count
    }
}
