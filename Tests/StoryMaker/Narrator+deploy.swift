import LedgerDomain
import LedgerValues

/// How a deployment of a story ends.
enum Ending {
    case succeeded
    case failed(code: String, message: String)
    /// By ECS's circuit breaker.
    case rolledBack(to: Int, reason: String)
}

/// A deployment as somebody asks for it.
struct Order {
    var kind: DeploymentKind = .deploy
    var stage: StageID
    var actor: String
    var reason: String?
    var from: JSONValue?
    var changes: JSONObject = [:]
    /// How long ECS takes.
    var seconds: Int64 = 150
    /// What becomes of the UpdateService call.
    var update: @Sendable (JSONObject) -> Answer = { .success($0) }
    var ending = Ending.succeeded
}

extension Narrator {
    /// Brings a build to a stage: registers a revision and updates the service.
    @discardableResult
    func deploy(_ build: Build, _ order: Order) throws -> Int {
        let deployment = try request(order, build: build)
        return try carryOut(order, deployment, build: build)
    }

    /// Brings what one stage runs to another.
    @discardableResult
    func promote(from source: StageID, _ order: Order) throws -> Int {
        let (order, build) = try promotion(from: source, order)
        return try deploy(build, order)
    }

    func promotion(from source: StageID, _ order: Order) throws -> (Order, Build) {
        let build = try release(source).build
        var order = order
        order.kind = .promote
        order.from = ["stage": .string(source.stage.rawValue), "version": .integer(Int64(running[source, default: 0]))]
        return (order, build)
    }

    /// Goes back to what a version was; its revision is there still.
    @discardableResult
    func rollback(to version: Int, _ order: Order) throws -> Int {
        let target = try release(order.stage, version: version)
        var order = order
        order.kind = .rollback
        order.from = .integer(Int64(version))
        let deployment = try request(order, build: target.build, revision: target.revision)
        return try update(order, deployment, to: target)
    }

    /// Goes back to a version whose revision cannot be used as it is: it is registered again, pinned to its image.
    @discardableResult
    func rollbackRegisteringAgain(to version: Int, _ order: Order) throws -> Int {
        let target = try release(order.stage, version: version)
        var order = order
        order.kind = .rollback
        order.from = .integer(Int64(version))
        return try deploy(target.build, order)
    }

    /// Changes a stage's settings without another image.
    @discardableResult
    func configure(_ order: Order, _ change: (inout Service) -> Void) throws -> Int {
        let current = try release(order.stage)
        if var service = services[order.stage] {
            change(&service)
            services[order.stage] = service
        }
        var order = order
        order.kind = .configure
        let deployment = try request(order, build: current.build)
        return try carryOut(order, deployment, build: current.build)
    }

    @discardableResult
    func scale(to count: Int64, _ order: Order) throws -> Int {
        let current = try release(order.stage)
        var order = order
        order.kind = .scale
        order.changes = ["desiredCount": .integer(count)]
        let deployment = try request(order, build: nil)
        return try update(order, deployment, to: current, desiredCount: count)
    }

    /// Asks for a deployment and leaves it at that.
    func request(_ order: Order, build: Build?, revision: String? = nil) throws -> UniqueID {
        let deployment = newID()
        var data: JSONObject = ["deployment": .string(deployment.description), "kind": .string(order.kind.rawValue)]
        if let build, let service = services[order.stage] {
            data["image"] = .string(build.image(in: service.region))
            data["commit"] = .string(build.commit)
        }
        data["revision"] = revision.map { .string($0) }
        data["from"] = order.from
        data["reason"] = order.reason.map { .string($0) }
        data["changes"] = .object(order.changes)
        try record(.deployment(.requested), in: "stage/\(order.stage)", by: order.actor, data)
        return deployment
    }

    /// Registers a revision for a deployment that was asked for, and updates the service.
    @discardableResult
    func carryOut(_ order: Order, _ deployment: UniqueID, build: Build) throws -> Int {
        guard let service = services[order.stage] else { throw StoryError.noSuchVersion("\(order.stage)") }
        let body = service.definition(of: build.image(in: service.region))
        let revision = nextRevision(of: service)
        let call = Call(
            service: service,
            deployment: deployment,
            actor: order.actor,
            operation: "RegisterTaskDefinition",
            actionClass: .probeable,
            request: body
        )
        try perform(call, .success(["taskDefinitionArn": .string(service.arn(ofRevision: revision))]))
        try register(service, revision, body, by: order.actor)
        return try update(order, deployment, to: Release(service: service, build: build, revision: revision))
    }

    func nextRevision(of service: Service) -> String {
        revisions[service.family, default: 0] += 1
        return "\(service.family):\(revisions[service.family, default: 0])"
    }

    private func register(_ service: Service, _ revision: String, _ body: JSONObject, by actor: String) throws {
        try record(
            .revision(.registered),
            in: service.revisionStream,
            by: actor,
            [
                "family": .string(service.family), "revision": .string(revision),
                "arn": .string(service.arn(ofRevision: revision)), "definition": .object(body),
                "registeredAt": .string(clock.time.description), "registeredBy": .string(actor),
            ]
        )
    }

    /// What a version was, the running one by default.
    func release(_ stage: StageID, version: Int? = nil) throws -> Release {
        let versions = releases[stage, default: []]
        let index = (version ?? running[stage, default: 0]) - 1
        guard versions.indices.contains(index) else { throw StoryError.noSuchVersion("\(stage)@v\(index + 1)") }
        return versions[index]
    }
}

// MARK: - The service

extension Narrator {
    private func update(
        _ order: Order,
        _ deployment: UniqueID,
        to release: Release,
        desiredCount: Int64? = nil
    ) throws -> Int {
        let awsDeployment = random.awsDeployment()
        let result: JSONObject = ["deployment": .string(awsDeployment), "taskDefinition": .string(release.revision)]
        let call = Call(
            service: release.service,
            deployment: deployment,
            actor: order.actor,
            operation: "UpdateService",
            actionClass: .convergent,
            request: updateRequest(of: release, desiredCount)
        )
        let answer = order.update(result)
        try perform(call, answer)
        if answer.isSuccess { try start(order, deployment, release, awsDeployment) }
        wait(seconds: answer.isSuccess ? order.seconds : 1)
        return try end(order, deployment, release)
    }

    private func updateRequest(of release: Release, _ desiredCount: Int64?) -> JSONObject {
        var request: JSONObject = [
            "cluster": .string(release.service.cluster), "service": .string(release.service.family),
        ]
        if let desiredCount {
            request["desiredCount"] = .integer(desiredCount)
        } else {
            request["taskDefinition"] = .string(release.revision)
            request["forceNewDeployment"] = false
        }
        return request
    }

    private func start(_ order: Order, _ deployment: UniqueID, _ release: Release, _ awsDeployment: String) throws {
        try tell(
            .deployment(.started),
            of: deployment,
            order,
            [
                "revision": .string(release.revision),
                "image": .string(release.build.image(in: release.service.region)),
                "awsDeployment": .string(awsDeployment),
            ]
        )
    }

    private func end(_ order: Order, _ deployment: UniqueID, _ release: Release) throws -> Int {
        switch order.ending {
        case .succeeded:
            try tell(.deployment(.succeeded), of: deployment, order, [:])
            if order.kind.changesContent { try moveStageTag(release, by: order.actor) }
            running[order.stage] = releases[order.stage, default: []].count + 1
        case .failed(let code, let message):
            let data: JSONObject = ["code": .string(code), "message": .string(message)]
            try tell(.deployment(.failed), of: deployment, order, data)
        case .rolledBack(let version, let reason):
            let data: JSONObject = ["to": .integer(Int64(version)), "reason": .string(reason)]
            try tell(.deployment(.rolledBack), of: deployment, order, data)
        }
        return keep(release, of: order.stage)
    }

    /// Remembers what the stage's next version was, and returns its number.
    @discardableResult
    func keep(_ release: Release, of stage: StageID) -> Int {
        releases[stage, default: []].append(release)
        return releases[stage, default: []].count
    }

    /// The images that stages run have the stages' names for tags, which protects them from lifecycle rules.
    private func moveStageTag(_ release: Release, by actor: String) throws {
        let before = try? self.release(release.service.stage).build
        guard before?.digest != release.build.digest else { return }
        let stage = release.service.stage.stage.rawValue
        try tag(release.build, as: stage, before: before, by: actor, region: release.service.region)
    }

    private func tell(_ type: EventType, of deployment: UniqueID, _ order: Order, _ data: JSONObject) throws {
        var data = data
        data["deployment"] = .string(deployment.description)
        try record(type, in: "stage/\(order.stage)", by: order.actor, data)
    }
}
