package import LedgerValues

/// The deployments of a service, the newest first.
package struct ListServiceDeployments: JSONCall, PagedCall {
    package static let operation = AWSOperation(.ecs, "ListServiceDeployments", .read)

    package let cluster, service: String
    package let token: String?

    package init(cluster: String, service: String, token: String? = nil) {
        (self.cluster, self.service, self.token) = (cluster, service, token)
    }

    package var members: JSONObject {
        JSONObject(given: [
            ("cluster", .string(cluster)), ("service", .string(service)), ("nextToken", token.map { .string($0) }),
        ])
    }

    package func next(after answer: Answer) -> ListServiceDeployments? {
        answer.nextToken.map { ListServiceDeployments(cluster: cluster, service: service, token: $0) }
    }

    package struct Answer: JSONAnswer, Equatable {
        package let deployments: [ServiceDeployment]
        package let nextToken: String?

        package init(_ object: JSONObject) throws(AnswerError) {
            deployments = try object.objects("serviceDeployments").map { object throws(AnswerError) in
                try ServiceDeployment(object)
            }
            nextToken = object.text("nextToken")
        }
    }
}
