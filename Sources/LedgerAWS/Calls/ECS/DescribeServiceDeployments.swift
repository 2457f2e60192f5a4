package import LedgerValues

/// How deployments went; twenty at most.
package struct DescribeServiceDeployments: JSONCall {
    package static let operation = AWSOperation(.ecs, "DescribeServiceDeployments", .read)

    package let arns: [String]

    package init(_ arns: [String]) {
        self.arns = arns
    }

    package var members: JSONObject { ["serviceDeploymentArns": .array(arns.map { .string($0) })] }

    package struct Answer: JSONAnswer, Equatable {
        package let deployments: [ServiceDeployment]
        package let failures: [ECSFailure]

        package init(_ object: JSONObject) throws(AnswerError) {
            deployments = try object.objects("serviceDeployments").map { object throws(AnswerError) in
                try ServiceDeployment(object)
            }
            failures = object.objects("failures").map(ECSFailure.init)
        }
    }
}
