import LedgerDomain
import LedgerLog
import LedgerValues

/// Events in AWS's format, with fictional names.
enum AWSEvent {
    static let account = "123456789012"
    static let region = "us-east-1"
    static let digest = "sha256:" + String(repeating: "a1", count: 32)
    static let otherDigest = "sha256:" + String(repeating: "b2", count: 32)
    static let repository = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/api"

    /// A different UUID for each `seed`.
    static func id(_ seed: String) -> String {
        UniqueID(source: "tests", id: seed, ordinal: 0).description
    }

    static func event(
        _ detailType: String,
        from source: String,
        id: String,
        at time: String,
        resources: [JSONValue] = [],
        _ detail: JSONValue
    ) -> JSONValue {
        [
            "version": "0", "id": .string(id), "detail-type": .string(detailType), "source": .string(source),
            "account": .string(account), "time": .string(time), "region": .string(region),
            "resources": .array(resources), "detail": detail,
        ]
    }

    static func deployment(
        _ name: String,
        _ deployment: String,
        at time: String,
        service: String = "main/shop-prod",
        cluster: String? = nil,
        reason: String = "as it goes",
        id: String? = nil
    ) -> JSONValue {
        let arn = "arn:aws:ecs:\(region):\(account):service/\(service)"
        var detail: JSONObject = [
            "eventType": "INFO", "eventName": .string("SERVICE_DEPLOYMENT_\(name)"),
            "deploymentId": .string(deployment), "updatedAt": .string(time), "reason": .string(reason),
        ]
        detail["clusterArn"] = cluster.map { .string("arn:aws:ecs:\(region):\(account):cluster/\($0)") }
        return event(
            "ECS Deployment State Change",
            from: "aws.ecs",
            id: id ?? self.id("\(service) \(name) \(deployment) \(time)"),
            at: time,
            resources: [.string(arn)],
            .object(detail)
        )
    }

    static func task(
        of deployment: String,
        revision: Int,
        digest: String? = digest,
        logDigest: String? = nil,
        createdAt time: String,
        service: String = "shop-prod",
        status: String = "RUNNING",
        secret: String? = nil
    ) -> JSONValue {
        var container: JSONObject = [
            "name": "api", "image": .string("\(repository):v\(revision)"), "lastStatus": .string(status),
        ]
        container["imageDigest"] = digest.map(JSONValue.string)
        var log: JSONObject = ["name": "log", "image": "public.ecr.aws/logs/router:1", "lastStatus": "RUNNING"]
        log["imageDigest"] = logDigest.map(JSONValue.string)
        var override: JSONObject = ["name": "api"]
        override["environment"] = secret.map { [["name": "TOKEN", "value": .string($0)]] }
        return event(
            "ECS Task State Change",
            from: "aws.ecs",
            id: id("\(service) task \(deployment) \(revision) \(digest ?? "") \(time) \(status)"),
            at: time,
            resources: [.string("arn:aws:ecs:\(region):\(account):task/main/0af1")],
            [
                "clusterArn": .string("arn:aws:ecs:\(region):\(account):cluster/main"),
                "containers": [.object(log), .object(container)],
                "createdAt": .string(time), "group": .string("service:\(service)"),
                "lastStatus": .string(status), "startedBy": .string(deployment), "version": 3,
                "overrides": ["containerOverrides": [.object(override)]],
                "taskDefinitionArn": .string("arn:aws:ecs:\(region):\(account):task-definition/shop:\(revision)"),
            ]
        )
    }

    static func stopped(
        _ task: String,
        of deployment: String,
        at time: String,
        code: String? = "EssentialContainerExited",
        reason: String = "Essential container in task exited",
        exitCode: Int64? = 1
    ) -> JSONValue {
        let event = self.task(of: deployment, revision: 42, createdAt: "2026-11-03T10:01:00Z", status: "STOPPED")
        var container: JSONObject = ["name": "api", "image": .string("\(repository):v42"), "lastStatus": "STOPPED"]
        container["exitCode"] = exitCode.map(JSONValue.integer)
        var detail = event["detail"]?.object ?? [:]
        detail["taskArn"] = .string("arn:aws:ecs:\(region):\(account):task/main/\(task)")
        detail["stopCode"] = code.map(JSONValue.string)
        detail["stoppedReason"] = .string(reason)
        detail["stoppedAt"] = .string(time)
        detail["containers"] = [.object(container)]
        return event.setting("detail", to: .object(detail)).setting("id", to: .string(id("\(task) stopped")))
    }

    static func codeDeploy(_ state: String, at time: String, group: String = "shop-prod") -> JSONValue {
        event(
            "CodeDeploy Deployment State-change Notification",
            from: "aws.codedeploy",
            id: id("\(state) \(group) \(time)"),
            at: time,
            resources: [.string("arn:aws:codedeploy:\(region):\(account):deploymentgroup:shop/\(group)")],
            [
                "application": "shop", "deploymentGroup": .string(group), "deploymentId": "d-AAA111BBB",
                "state": .string(state), "region": .string(region), "instanceGroupId": "0d0e",
            ]
        )
    }

    static func image(
        _ action: String,
        tag: String? = "v1",
        digest: String = digest,
        at time: String = "2026-11-03T09:00:00Z",
        id: String? = nil
    ) -> JSONValue {
        var detail: JSONObject = [
            "result": "SUCCESS", "repository-name": "shop/api", "image-digest": .string(digest),
            "action-type": .string(action),
        ]
        detail["image-tag"] = tag.map(JSONValue.string)
        return event(
            "ECR Image Action",
            from: "aws.ecr",
            id: id ?? self.id("\(action) \(tag ?? "") \(digest) \(time)"),
            at: time,
            .object(detail)
        )
    }

    static func pipeline(_ detail: JSONObject, of kind: String = "Pipeline") -> JSONValue {
        let own: JSONObject = ["pipeline": "shop-main", "execution-id": "6f2d8a3e", "version": 1]
        return event(
            "CodePipeline \(kind) Execution State Change",
            from: "aws.codepipeline",
            id: id("\(kind) \(detail)"),
            at: "2026-11-03T09:00:00Z",
            .object(own.merging(detail))
        )
    }

    static func build(_ status: String, _ information: JSONObject) -> JSONValue {
        event(
            "CodeBuild Build State Change",
            from: "aws.codebuild",
            id: id("\(status) \(information)"),
            at: "2026-11-03T09:00:00Z",
            [
                "build-status": .string(status), "project-name": "shop-build",
                "build-id": .string("arn:aws:codebuild:\(region):\(account):build/shop-build:8745"),
                "additional-information": .object(information),
            ]
        )
    }
}

extension JSONValue {
    var text: String { CanonicalJSON.text(self) }

    func setting(_ name: String, to value: JSONValue?) -> JSONValue {
        var object = self.object ?? [:]
        object[name] = value
        return .object(object)
    }
}
