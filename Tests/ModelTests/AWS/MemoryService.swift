import LedgerTesting
import LedgerValues

/// One of the deployments that DescribeServices shows.
struct MemoryDeployment: Sendable {
    enum State: String, Sendable {
        case inProgress = "IN_PROGRESS"
        case completed = "COMPLETED"
        case failed = "FAILED"
    }

    let id: String
    let revision: Int
    let digests: [String]
    let createdAt: Int64
    var state: State
    var reason = ""
    /// Whether AWS itself began it, to go back.
    var isRollback = false
    var updatedAt: Int64
}

/// A deployment as ECS keeps it for 90 days.
///
/// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html
struct MemoryServiceDeployment: Sendable {
    let arn: String
    let target: MemoryServiceRevision
    let createdAt: Int64
    var finishedAt: Int64?
    var status = "IN_PROGRESS"
    var reason: String?
    /// What AWS goes back to.
    var back: MemoryServiceRevision?

    var revisions: [MemoryServiceRevision] { [target] + (back.map { [$0] } ?? []) }

    /// As a list has it.
    var listed: JSONValue {
        var json: JSONObject = [
            "serviceDeploymentArn": .string(arn), "status": .string(status), "createdAt": .integer(createdAt),
            "targetServiceRevisionArn": .string(target.arn),
        ]
        json["statusReason"] = reason.map { .string($0) }
        json["finishedAt"] = finishedAt.map { .integer($0) }
        return .object(json)
    }

    var json: JSONValue {
        var json = listed.object ?? [:]
        json["targetServiceRevisionArn"] = nil
        json["targetServiceRevision"] = ["arn": .string(target.arn)]
        json["rollback"] = back.map {
            ["reason": .string(reason ?? ""), "serviceRevisionArn": .string($0.arn)]
        }
        return .object(json)
    }
}

extension [MemoryServiceDeployment] {
    func filter(_ arns: [String]) -> Self { filter { arns.contains($0.arn) } }
}

/// What a service was told to run: a revision, and the digests that its images had.
struct MemoryServiceRevision: Sendable {
    let arn: String
    let revision: Int
    let digests: [String]

    func json(_ definitions: MemoryDefinitions) -> JSONValue {
        guard let definition = definitions[revision] else { return [:] }
        let images = zip(definition.containers, digests).map { container, digest -> JSONValue in
            [
                "containerName": .string(container.name), "image": .string(container.image),
                "imageDigest": .string(digest),
            ]
        }
        return [
            "serviceRevisionArn": .string(arn), "taskDefinition": .string(definition.arn),
            "containerImages": .array(images),
        ]
    }
}

struct MemoryTask: Sendable {
    let arn: String
    let deployment: MemoryDeployment
    let definition: MemoryDefinition
    var isStopped: Bool { deployment.state == .failed }

    var json: JSONValue {
        let containers = zip(definition.containers, deployment.digests).map { container, digest -> JSONValue in
            [
                "name": .string(container.name), "image": .string(container.image), "imageDigest": .string(digest),
                "lastStatus": .string(isStopped ? "STOPPED" : "RUNNING"),
            ]
        }
        var json: JSONObject = [
            "taskArn": .string(arn), "taskDefinitionArn": .string(definition.arn),
            "startedBy": .string(deployment.id), "lastStatus": .string(isStopped ? "STOPPED" : "RUNNING"),
            "desiredStatus": .string(isStopped ? "STOPPED" : "RUNNING"), "startedAt": .integer(deployment.createdAt),
            "containers": .array(containers),
        ]
        if isStopped {
            json["stopCode"] = "EssentialContainerExited"
            json["stoppedReason"] = "Essential container in task exited"
            json["stoppedAt"] = .integer(deployment.updatedAt)
        }
        return .object(json)
    }
}

/// An ECS service with rolling updates and the deployment circuit breaker.
struct MemoryService: Sendable {
    static let arn = "arn:aws:ecs:\(MemoryWorld.region):\(MemoryWorld.account):service/main/shop"

    /// The newest first; it is PRIMARY.
    private(set) var deployments: [MemoryDeployment]
    /// The newest first.
    private(set) var history: [MemoryServiceDeployment]
    /// Of the newest deployments, failed ones too.
    private(set) var tasks: [MemoryTask] = []
    /// How many tasks there are to be.
    private(set) var desired: Int64 = 1
    /// What AWS goes back to.
    private var lastGood: MemoryServiceRevision
    private var count = 1

    init(running definition: MemoryDefinition, digests: [String], at time: Int64) {
        lastGood = MemoryServiceRevision(arn: Self.revisionARN(1), revision: definition.number, digests: digests)
        let first = MemoryDeployment(
            id: "ecs-svc/1",
            revision: definition.number,
            digests: digests,
            createdAt: time,
            state: .completed,
            updatedAt: time
        )
        deployments = [first]
        history = [
            MemoryServiceDeployment(
                arn: Self.deploymentARN(1),
                target: lastGood,
                createdAt: time,
                finishedAt: time,
                status: "SUCCESSFUL"
            )
        ]
        tasks = [MemoryTask(arn: Self.taskARN(1), deployment: first, definition: definition)]
    }

    var primary: MemoryDeployment { deployments[0] }

    /// What the newest completed deployment runs.
    var digests: [String] { lastGood.digests }

    private static func revisionARN(_ count: Int) -> String {
        "arn:aws:ecs:\(MemoryWorld.region):\(MemoryWorld.account):service-revision/main/shop/\(count)"
    }

    private static func deploymentARN(_ count: Int) -> String {
        "arn:aws:ecs:\(MemoryWorld.region):\(MemoryWorld.account):service-deployment/main/shop/\(count)"
    }

    private static func taskARN(_ count: Int) -> String {
        "arn:aws:ecs:\(MemoryWorld.region):\(MemoryWorld.account):task/main/\(count)"
    }

    func json(_ definitions: MemoryDefinitions) -> JSONObject {
        let shown = deployments.enumerated().map { index, one -> JSONValue in
            [
                "id": .string(one.id), "status": index == 0 ? "PRIMARY" : "ACTIVE",
                "taskDefinition": .string(definitions[one.revision]?.arn ?? ""),
                "rolloutState": .string(one.state.rawValue),
                "rolloutStateReason": .string(one.reason), "createdAt": .integer(one.createdAt),
                "updatedAt": .integer(one.updatedAt), "desiredCount": .integer(desired), "pendingCount": 0,
                "runningCount": .integer(one.state == .completed ? desired : 0),
                "failedTasks": one.state == .failed ? 2 : 0,
            ]
        }
        return [
            "serviceArn": .string(Self.arn), "serviceName": "shop", "status": "ACTIVE",
            "clusterArn": .string("arn:aws:ecs:\(MemoryWorld.region):\(MemoryWorld.account):cluster/main"),
            "taskDefinition": .string(definitions[primary.revision]?.arn ?? ""), "desiredCount": .integer(desired),
            "runningCount": .integer(desired), "pendingCount": 0, "deployments": .array(shown),
        ]
    }
}

// MARK: - Deployments

extension MemoryService {
    /// A new deployment stops the one that is under way.
    mutating func begin(_ definition: MemoryDefinition, digests: [String], at time: Int64) {
        count += 1
        if history[0].isUnderWay {
            (history[0].status, history[0].finishedAt) = ("STOPPED", time)
            history[0].reason = "replaced by a newer service deployment"
        }
        let target = MemoryServiceRevision(arn: Self.revisionARN(count), revision: definition.number, digests: digests)
        history.insert(
            MemoryServiceDeployment(arn: Self.deploymentARN(count), target: target, createdAt: time),
            at: 0
        )
        insert(target, definition, at: time)
    }

    private mutating func insert(_ target: MemoryServiceRevision, _ definition: MemoryDefinition?, at time: Int64) {
        let new = MemoryDeployment(
            id: "ecs-svc/\(count)",
            revision: target.revision,
            digests: target.digests,
            createdAt: time,
            state: .inProgress,
            updatedAt: time
        )
        deployments.insert(new, at: 0)
        if let definition {
            tasks.insert(MemoryTask(arn: Self.taskARN(count), deployment: new, definition: definition), at: 0)
        }
    }

    /// The number of tasks belongs to the deployment too: it changes with it.
    mutating func scale(to tasks: Int64, at time: Int64) {
        guard tasks != desired else { return }
        desired = tasks
        deployments[0].updatedAt = time
    }

    func isStoppable(_ arn: String) -> Bool { history[0].arn == arn && history[0].status == "IN_PROGRESS" }

    mutating func complete(at time: Int64) {
        deployments[0].state = .completed
        deployments[0].updatedAt = time
        deployments.removeSubrange(1...)
        history[0].finishedAt = time
        if deployments[0].isRollback {
            history[0].status = "ROLLBACK_SUCCESSFUL"
            if let back = history[0].back { lastGood = back }
        } else {
            history[0].status = "SUCCESSFUL"
            lastGood = history[0].target
        }
    }

    /// Goes back to what was deployed last; false where nothing can be rolled back.
    mutating func rollBack(_ reason: String, at time: Int64) -> Bool {
        guard history[0].status == "IN_PROGRESS" else { return false }
        count += 1
        let back = MemoryServiceRevision(
            arn: Self.revisionARN(count),
            revision: lastGood.revision,
            digests: lastGood.digests
        )
        (history[0].status, history[0].reason, history[0].back) = ("ROLLBACK_IN_PROGRESS", reason, back)
        (deployments[0].state, deployments[0].reason, deployments[0].updatedAt) = (.failed, reason, time)
        insert(back, tasks.first { $0.definition.number == back.revision }?.definition, at: time)
        deployments[0].isRollback = true
        return true
    }
}

extension MemoryServiceDeployment {
    fileprivate var isUnderWay: Bool { status == "IN_PROGRESS" || status == "ROLLBACK_IN_PROGRESS" }
}
