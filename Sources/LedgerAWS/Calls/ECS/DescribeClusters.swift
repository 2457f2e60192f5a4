package import LedgerValues

/// Whether clusters are there, and how they stand.
package struct DescribeClusters: JSONCall {
    package static let operation = AWSOperation(.ecs, "DescribeClusters", .read)

    package let clusters: [String]

    package init(_ clusters: [String]) {
        self.clusters = clusters
    }

    package var members: JSONObject { ["clusters": .array(clusters.map { .string($0) })] }

    package struct Answer: JSONAnswer, Equatable {
        package let clusters: [Cluster]
        package let failures: [ECSFailure]

        package init(_ object: JSONObject) throws(AnswerError) {
            clusters = try object.objects("clusters").map { object throws(AnswerError) in
                Cluster(
                    arn: try object.required("clusterArn"),
                    name: object.text("clusterName") ?? "",
                    status: object.text("status") ?? ""
                )
            }
            failures = object.objects("failures").map(ECSFailure.init)
        }
    }

    package struct Cluster: Equatable, Sendable {
        package let arn, name, status: String
    }
}
