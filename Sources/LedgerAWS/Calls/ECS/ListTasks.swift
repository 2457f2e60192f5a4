package import LedgerValues

/// The ARNs of a service's tasks.
package struct ListTasks: JSONCall, PagedCall {
    package static let operation = AWSOperation(.ecs, "ListTasks", .read)

    package enum Status: String, Sendable {
        case running = "RUNNING"
        case stopped = "STOPPED"
    }

    package let cluster, service: String
    package let status: Status
    package let token: String?

    package init(cluster: String, service: String, status: Status, token: String? = nil) {
        (self.cluster, self.service, self.status, self.token) = (cluster, service, status, token)
    }

    package var members: JSONObject {
        JSONObject(given: [
            ("cluster", .string(cluster)), ("serviceName", .string(service)),
            ("desiredStatus", .string(status.rawValue)), ("nextToken", token.map { .string($0) }),
        ])
    }

    package func next(after answer: Answer) -> ListTasks? {
        answer.nextToken.map { ListTasks(cluster: cluster, service: service, status: status, token: $0) }
    }

    package struct Answer: JSONAnswer, Equatable {
        package let arns: [String]
        package let nextToken: String?

        package init(_ object: JSONObject) {
            (arns, nextToken) = (object.texts("taskArns"), object.text("nextToken"))
        }
    }
}
