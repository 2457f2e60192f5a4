import LedgerDomain
import LedgerValues

/// Events as EventBridge sends them.
///
/// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html and its like for ECR and CodePipeline.
struct AWSNews {
    let json: JSONObject

    private init(
        _ id: String,
        _ type: String,
        from source: String,
        at time: Timestamp,
        about resources: [String],
        _ detail: JSONObject
    ) {
        json = [
            "version": "0", "id": .string(id), "detail-type": .string(type), "source": .string(source),
            "account": .string(Narrator.account), "region": "eu-west-1", "time": .string(time.inSeconds),
            "resources": .array(resources.map { .string($0) }), "detail": .object(detail),
        ]
    }
}

extension Timestamp {
    /// AWS gives no fractions here.
    fileprivate var inSeconds: String { "\(description.prefix(19))Z" }
}

// MARK: - ECS

/// A deployment that ECS makes for somebody who is not the ledger.
struct ForeignDeployment {
    let service: Service
    let build: Build
    let revision: String
    /// `ecs-svc/…`.
    let id: String
    let began: Timestamp

    func time(_ seconds: Int64) -> Timestamp { began.advanced(bySeconds: seconds) }
}

extension AWSNews {
    static func inProgress(_ deployment: ForeignDeployment, _ id: String, reason: String? = nil) -> AWSNews {
        .state("IN_PROGRESS", of: deployment, id, after: 0, reason ?? "ECS deployment \(deployment.id) in progress.")
    }

    static func completed(_ deployment: ForeignDeployment, _ id: String) -> AWSNews {
        .state("COMPLETED", of: deployment, id, after: 140, "ECS deployment \(deployment.id) completed.")
    }

    static func failed(_ deployment: ForeignDeployment, _ id: String) -> AWSNews {
        .state("FAILED", of: deployment, id, after: 300, "ECS deployment circuit breaker: tasks failed to start.")
    }

    private static func state(
        _ state: String,
        of deployment: ForeignDeployment,
        _ id: String,
        after seconds: Int64,
        _ reason: String
    ) -> AWSNews {
        let service = deployment.service
        return AWSNews(
            id,
            "ECS Deployment State Change",
            from: "aws.ecs",
            at: deployment.time(seconds + 1),
            about: ["arn:aws:ecs:eu-west-1:\(Narrator.account):service/\(service.cluster)/\(service.family)"],
            [
                "eventType": state == "FAILED" ? "ERROR" : "INFO",
                "eventName": .string("SERVICE_DEPLOYMENT_\(state)"),
                "clusterArn": .string("arn:aws:ecs:eu-west-1:\(Narrator.account):cluster/\(service.cluster)"),
                "deploymentId": .string(deployment.id),
                "updatedAt": .string(deployment.time(seconds).inSeconds),
                "reason": .string(reason),
            ]
        )
    }

    /// A task of the deployment runs; it is what says which image.
    static func task(of deployment: ForeignDeployment, _ id: String, named task: String) -> AWSNews {
        let service = deployment.service
        let prefix = "arn:aws:ecs:eu-west-1:\(Narrator.account)"
        return AWSNews(
            id,
            "ECS Task State Change",
            from: "aws.ecs",
            at: deployment.time(48),
            about: ["\(prefix):task/\(service.cluster)/\(task)"],
            [
                "clusterArn": .string("\(prefix):cluster/\(service.cluster)"),
                "taskArn": .string("\(prefix):task/\(service.cluster)/\(task)"),
                "taskDefinitionArn": .string("\(prefix):task-definition/\(deployment.revision)"),
                "group": .string("service:\(service.family)"),
                "startedBy": .string(deployment.id),
                "createdAt": .string(deployment.time(12).inSeconds),
                "startedAt": .string(deployment.time(47).inSeconds),
                "lastStatus": "RUNNING", "desiredStatus": "RUNNING", "launchType": "EC2", "version": 3,
                "containers": [
                    [
                        "name": .string(service.container), "lastStatus": "RUNNING",
                        "image": .string(deployment.build.image(in: service.region)),
                        "imageDigest": .string(deployment.build.digest),
                    ]
                ],
            ]
        )
    }
}

// MARK: - ECR and CodePipeline

extension AWSNews {
    static func push(_ build: Build, tag: String, _ id: String, at time: Timestamp) -> AWSNews {
        AWSNews(
            id,
            "ECR Image Action",
            from: "aws.ecr",
            at: time,
            about: [],
            [
                "action-type": "PUSH", "result": "SUCCESS", "repository-name": .string(build.repository),
                "image-digest": .string(build.digest), "image-tag": .string(tag),
            ]
        )
    }

    /// An execution of a pipeline: `STARTED`, `SUCCEEDED`, `FAILED`.
    static func pipeline(_ name: String, _ state: String, _ execution: String, _ id: String, at time: Timestamp)
        -> AWSNews
    {
        AWSNews(
            id,
            "CodePipeline Pipeline Execution State Change",
            from: "aws.codepipeline",
            at: time,
            about: ["arn:aws:codepipeline:eu-west-1:\(Narrator.account):\(name)"],
            [
                "pipeline": .string(name), "execution-id": .string(execution), "state": .string(state), "version": 1,
            ]
        )
    }

    /// The pipeline's source action names the commit.
    static func source(_ name: String, _ build: Build, _ execution: String, _ id: String, at time: Timestamp)
        -> AWSNews
    {
        AWSNews(
            id,
            "CodePipeline Action Execution State Change",
            from: "aws.codepipeline",
            at: time,
            about: ["arn:aws:codepipeline:eu-west-1:\(Narrator.account):\(name)"],
            [
                "pipeline": .string(name), "execution-id": .string(execution), "stage": "Source", "action": "GitHub",
                "state": "SUCCEEDED", "version": 1,
                "type": [
                    "owner": "AWS", "category": "Source", "provider": "CodeStarSourceConnection", "version": "1",
                ],
                "execution-result": ["external-execution-id": .string(build.commit)],
            ]
        )
    }
}
