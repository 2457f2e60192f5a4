import LedgerDomain
import LedgerProcessor
import LedgerValues

/// AWS as it would be if its answers took no time.
struct InstantCloud: Cloud {
    func request(
        for operation: DeploymentOperation,
        as action: ActionID,
        of deployment: DeploymentContext
    ) async throws(CloudError) -> JSONObject {
        guard operation != .registerTaskDefinition else { return Self.definition }
        return ["cluster": "main", "service": "shop", "taskDefinition": "shop:2"]
    }

    func send(
        _ operation: DeploymentOperation,
        _ request: JSONObject,
        of deployment: DeploymentContext
    ) async -> CloudAnswer {
        guard operation == .registerTaskDefinition else {
            return .landed(["awsDeployment": "ecs-svc/1"], requestID: "r")
        }
        let revision = "shop:\(deployment.request.changes.object["number"]?.integer ?? 2)"
        return .landed(
            [
                "revision": .string(revision),
                "arn": .string("arn:aws:ecs:eu-west-1:123456789012:task-definition/\(revision)"),
            ],
            requestID: "r"
        )
    }

    func look(
        for operation: DeploymentOperation,
        as action: ActionID,
        _ request: JSONObject,
        of deployment: DeploymentContext
    ) async -> LookResult { .inconclusive(why: "nothing is ever lost") }

    func progress(
        of start: DeploymentStart,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> DeploymentProgress {
        .succeeded
    }

    /// A definition of usual size: two containers with ten values each, which are sealed.
    private static let definition: JSONObject = {
        let values = (0..<10).map { number -> JSONValue in
            ["name": .string("VALUE_\(number)"), "value": .string("what is secret about it \(number)")]
        }
        let containers = ["api", "proxy"].map { name -> JSONValue in
            ["name": .string(name), "image": "r/shop:1", "environment": .array(values), "essential": true]
        }
        return ["family": "shop", "cpu": "256", "memory": "512", "containerDefinitions": .array(containers)]
    }()
}
