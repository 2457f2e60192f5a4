package import LedgerValues

/// How services stand; ten at most.
package struct DescribeServices: JSONCall {
    package static let operation = AWSOperation(.ecs, "DescribeServices", .read)

    package let cluster: String
    package let services: [String]

    package init(cluster: String, services: [String]) {
        (self.cluster, self.services) = (cluster, services)
    }

    package var members: JSONObject {
        ["cluster": .string(cluster), "services": .array(services.map { .string($0) }), "include": ["TAGS"]]
    }

    package struct Answer: JSONAnswer, Equatable {
        package let services: [ECSService]
        package let failures: [ECSFailure]

        package init(_ object: JSONObject) throws(AnswerError) {
            services = try object.objects("services").map { object throws(AnswerError) in try ECSService(object) }
            failures = object.objects("failures").map(ECSFailure.init)
        }
    }
}
