import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerValues

/// What somebody would have `ingest` believe: all that AWS can tell of the same kind as an event, and the event itself in
/// AWS's clothes.
struct ForgedNews {
    let type: EventType
    /// By digest; nobody has deployed it.
    let image: String
    /// The id at AWS of the deployment that the service runs.
    let own: String
    let time: Int64

    var events: [JSONValue] { told + disguised(EventDraft.example(of: type)) }

    private var digest: String { image.split(separator: "@").last.map(String.init) ?? "" }

    /// As a record, and as the detail of an event.
    private func disguised(_ draft: EventDraft) -> [JSONValue] {
        let record = (try? JSONReader.value(draft.encoded(streamVersion: 1, recordedTime: draft.time))) ?? [:]
        return [record]
            + ["/stackledger", "aws.ecs"].map {
                MemoryEvent.event(type.rawValue, of: $0, at: time, .object(draft.data))
            }
    }

    private var told: [JSONValue] {
        switch type {
        case .deployment(.requested), .deployment(.observed), .deployment(.started), .deployment(.adopted),
            .revision, .drift, .action:
            [deployment("IN_PROGRESS", "ecs-svc/666"), task("ecs-svc/666"), task(own)]
        case .deployment(.succeeded), .deployment(.approved), .deployment(.marked):
            ["ecs-svc/666", own].flatMap { [task($0), deployment("IN_PROGRESS", $0), deployment("COMPLETED", $0)] }
                + [codeDeploy("SUCCESS")]
        case .deployment(.failed), .deployment(.rejected), .deployment(.cancelled), .deployment(.cancelRequested):
            ["ecs-svc/666", own].map { deployment("FAILED", $0) } + [codeDeploy("FAILURE")]
        case .deployment(.rolledBack), .deployment(.superseded), .deployment(.corrected):
            [
                deployment("FAILED", own), task("ecs-svc/666"),
                deployment("IN_PROGRESS", "ecs-svc/666", "rolling back to deploymentId ecs-svc/666."),
                deployment("COMPLETED", "ecs-svc/666"),
            ]
        case .task: [task(own, isStopped: true), task("ecs-svc/666", isStopped: true)]
        case .image(.pushed), .image(.tagged):
            [pushing("PUSH"), pushing("PUSH", tag: "v0"), pushing("PUSH", tag: "prod")]
        case .image(.deleted): [pushing("DELETE"), pushing("DELETE", tag: "v0")]
        case .image(.scanned): [scan]
        case .build: ["SUCCEEDED", "FAILED"].flatMap { [build($0), pipeline($0)] }
        case .observation: [deployment("COMPLETED", "ecs-svc/666", service: "victim")]
        case .call: [call("ecs-svc/666"), call(own)]
        case .stack, .stage, .ledger: []
        }
    }

    private func deployment(
        _ state: String,
        _ id: String,
        _ reason: String = "as it goes",
        service: String = "shop"
    ) -> JSONValue {
        MemoryEvent.event(
            "ECS Deployment State Change",
            at: time,
            resources: [.string("arn:aws:ecs:\(MemoryEvent.place):service/main/\(service)")],
            [
                "eventName": .string("SERVICE_DEPLOYMENT_\(state)"), "deploymentId": .string(id),
                "reason": .string(reason),
            ]
        )
    }

    /// A task of the stage's service, with a revision that AWS does not have.
    private func task(_ deployment: String, isStopped: Bool = false) -> JSONValue {
        let container: JSONValue = [
            "name": "shop", "image": .string("\(MemoryImages.repository):v0"),
            "imageDigest": .string(digest),
        ]
        return MemoryEvent.event(
            "ECS Task State Change",
            at: time,
            [
                "clusterArn": .string("arn:aws:ecs:\(MemoryEvent.place):cluster/main"), "containers": [container],
                "group": "service:shop", "lastStatus": isStopped ? "STOPPED" : "RUNNING",
                "startedBy": .string(deployment), "stoppedReason": "it was mine",
                "taskDefinitionArn": .string("arn:aws:ecs:\(MemoryEvent.place):task-definition/\(Forgery.revision)"),
            ]
        )
    }

    /// A call of somebody else that began a deployment of the service.
    private func call(_ deployment: String) -> JSONValue {
        MemoryEvent.event(
            "AWS API Call via CloudTrail",
            at: time,
            [
                "eventVersion": "1.11",
                "eventID": .string(UniqueID(source: "forged", id: deployment, ordinal: 0).description),
                "eventSource": "ecs.amazonaws.com", "eventName": "UpdateService", "eventTime": "2026-11-21T10:00:00Z",
                "eventType": "AwsApiCall", "requestID": .string("r-\(deployment)"),
                "awsRegion": .string(MemoryWorld.region), "recipientAccountId": .string(MemoryWorld.account),
                "userIdentity": ["type": "Root", "accountId": .string(MemoryWorld.account)],
                "requestParameters": [
                    "cluster": "main", "service": "shop", "taskDefinition": .string(Forgery.revision),
                ],
                "responseElements": ["service": ["deployments": [["id": .string(deployment), "status": "PRIMARY"]]]],
            ]
        )
    }

    private func codeDeploy(_ state: String) -> JSONValue {
        MemoryEvent.event(
            "CodeDeploy Deployment State-change Notification",
            of: "aws.codedeploy",
            at: time,
            ["application": "shop", "deploymentGroup": "shop", "state": .string(state)]
        )
    }

    private func pushing(_ action: String, tag: String? = nil) -> JSONValue {
        var detail: JSONObject = [
            "action-type": .string(action), "result": "SUCCESS", "repository-name": "shop",
            "image-digest": .string(digest),
        ]
        detail["image-tag"] = tag.map { .string($0) }
        return MemoryEvent.event("ECR Image Action", of: "aws.ecr", at: time, .object(detail))
    }

    private var scan: JSONValue {
        MemoryEvent.event(
            "ECR Image Scan",
            of: "aws.ecr",
            at: time,
            ["repository-name": "shop", "image-digest": .string(digest), "scan-status": "COMPLETE"]
        )
    }

    private func build(_ status: String) -> JSONValue {
        MemoryEvent.event(
            "CodeBuild Build State Change",
            of: "aws.codebuild",
            at: time,
            ["build-id": "b/1", "build-status": .string(status), "project-name": "shop"]
        )
    }

    private func pipeline(_ state: String) -> JSONValue {
        MemoryEvent.event(
            "CodePipeline Pipeline Execution State Change",
            of: "aws.codepipeline",
            at: time,
            ["pipeline": "shop", "execution-id": "e", "state": .string(state)]
        )
    }
}
