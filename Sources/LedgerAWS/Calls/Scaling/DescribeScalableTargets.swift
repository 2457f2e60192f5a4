package import LedgerValues

/// The bounds of services' task counts; a service that is not scaled is not in the answer.
package struct DescribeScalableTargets: JSONCall, PagedCall {
    package static let operation = AWSOperation(.applicationAutoScaling, "DescribeScalableTargets", .read)

    package let resources: [String]
    package let token: String?

    package init(_ resources: [String], token: String? = nil) {
        (self.resources, self.token) = (resources, token)
    }

    package var members: JSONObject {
        JSONObject(given: [
            ("ServiceNamespace", .string(ScalableTarget.namespace)),
            ("ScalableDimension", .string(ScalableTarget.dimension)),
            ("ResourceIds", .array(resources.map { .string($0) })), ("NextToken", token.map { .string($0) }),
        ])
    }

    package func next(after answer: Answer) -> DescribeScalableTargets? {
        answer.nextToken.map { DescribeScalableTargets(resources, token: $0) }
    }

    package struct Answer: JSONAnswer, Equatable {
        package let targets: [ScalableTarget]
        package let nextToken: String?

        package init(_ object: JSONObject) {
            targets = object.objects("ScalableTargets").compactMap { ScalableTarget($0) }
            nextToken = object.text("NextToken")
        }
    }
}
