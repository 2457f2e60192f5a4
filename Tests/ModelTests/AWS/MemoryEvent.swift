import LedgerLog
import LedgerTesting
import LedgerValues

/// What EventBridge tells of the service.
///
/// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html
enum MemoryEvent {
    static func deployment(_ state: String, _ id: String, at time: Int64, _ reason: String) -> JSONValue {
        event(
            "ECS Deployment State Change",
            at: time,
            resources: [.string(MemoryService.arn)],
            [
                "eventType": state == "FAILED" ? "ERROR" : "INFO", "eventName": .string("SERVICE_DEPLOYMENT_\(state)"),
                "deploymentId": .string(id), "updatedAt": .string(text(time)), "reason": .string(reason),
            ]
        )
    }

    static func task(of deployment: MemoryDeployment, _ definition: MemoryDefinition, at time: Int64) -> JSONValue {
        let containers = zip(definition.containers, deployment.digests).map { container, digest -> JSONValue in
            [
                "name": .string(container.name), "image": .string(container.image), "imageDigest": .string(digest),
                "lastStatus": "RUNNING",
            ]
        }
        return event(
            "ECS Task State Change",
            at: time,
            resources: [.string("arn:aws:ecs:\(place):task/main/\(deployment.id.dropFirst(8))")],
            [
                "clusterArn": .string("arn:aws:ecs:\(place):cluster/main"),
                "containers": .array(containers), "createdAt": .string(text(deployment.createdAt)),
                "group": "service:shop", "lastStatus": "RUNNING", "startedBy": .string(deployment.id), "version": 3,
                "taskDefinitionArn": .string(definition.arn),
            ]
        )
    }

    static let place = "\(MemoryWorld.region):\(MemoryWorld.account)"

    static func event(
        _ type: String,
        of source: String = "aws.ecs",
        at time: Int64,
        resources: [JSONValue] = [],
        _ detail: JSONValue
    ) -> JSONValue {
        [
            "version": "0", "id": .string(UniqueID(source: "model", id: "\(type) \(time)", ordinal: 0).description),
            "detail-type": .string(type), "source": .string(source), "account": .string(MemoryWorld.account),
            "time": .string(text(time)), "region": .string(MemoryWorld.region), "resources": .array(resources),
            "detail": detail,
        ]
    }

    private static func text(_ seconds: Int64) -> String { Timestamp(microseconds: seconds * 1_000_000).description }
}
