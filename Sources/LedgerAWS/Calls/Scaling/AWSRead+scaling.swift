import LedgerValues

extension AWSRead<[ScalableTarget]> {
    /// The bounds of services' task counts.
    ///
    /// A service that is not scaled is not in the answer.
    package static func describeScalableTargets(_ resources: [String]) -> Self {
        Self(
            AWSOperation(.applicationAutoScaling, "DescribeScalableTargets", pages: .capitalNextToken),
            [
                "ServiceNamespace": .string(ScalableTarget.namespace),
                "ScalableDimension": .string(ScalableTarget.dimension), "ResourceIds": .list(resources),
            ],
            answer: .list("ScalableTargets", ScalableTarget.init)
        )
    }
}

extension AWSRead<[AutoScalingGroup]> {
    /// The groups with these names.
    ///
    /// A group that does not exist is not in the answer.
    package static func describeAutoScalingGroups(_ names: [String]) -> Self {
        Self(
            AWSOperation(.autoScaling, "DescribeAutoScalingGroups", pages: .capitalNextToken),
            ["AutoScalingGroupNames": .list(names)],
            answer: .resultList("AutoScalingGroups", AutoScalingGroup.init)
        )
    }
}
