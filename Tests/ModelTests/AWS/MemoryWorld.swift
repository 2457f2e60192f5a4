import LedgerTesting
import LedgerValues

/// What exists at AWS.
struct MemoryWorld: Sendable {
    static let (account, region) = ("123456789012", "eu-west-1")

    var clock: MemoryClock
    var images: MemoryImages
    var definitions: MemoryDefinitions
    var service: MemoryService
    var function: MemoryFunction
    /// Whether the stage is the function; else it is the service.
    let isFunction: Bool
    /// What EventBridge has not delivered yet.
    var news: [JSONValue] = []
    /// The writes that were carried out for the program, in order.
    private(set) var written: [MemoryWrite] = []
    private var looks = 0

    /// A service that runs an image whose deployment has succeeded, or a function.
    init(running image: String, _ images: MemoryImages, function: (hasAlias: Bool, image: String)?) {
        var clock = MemoryClock()
        var definitions = MemoryDefinitions()
        let first = definitions.register(
            ["family": "shop", "containerDefinitions": Self.containers(image)],
            at: clock.tick()
        )
        service = MemoryService(running: first, digests: images.digests(of: first), at: clock.tick())
        isFunction = function != nil
        self.function = MemoryFunction(
            running: function?.image ?? image,
            hasAlias: function?.hasAlias ?? false,
            at: clock.tick()
        )
        (self.clock, self.definitions, self.images) = (clock, definitions, images)
    }

    /// Of what the stage runs.
    var digests: [String] { isFunction ? function.digests : service.digests }

    static func containers(_ image: String) -> JSONValue {
        [["name": "shop", "image": .string(image)], ["name": "proxy", "image": .string(MemoryImages.proxy)]]
    }

    /// A call of the program.
    mutating func answer(_ request: MemoryRequest) -> MemoryAnswer {
        switch request.operation {
        case "GetCallerIdentity": identity
        case "DescribeImages": images.describe(request)
        case "BatchGetImage": images.manifests(request)
        case "PutImage": images.put(request)
        case "DescribeTaskDefinition": definitions.describe(request)
        case "ListTaskDefinitions": definitions.list(request)
        case "RegisterTaskDefinition": register(request)
        case "UpdateService": update(request)
        case "StopServiceDeployment": stop(request)
        case "DescribeServices": describe()
        case "DescribeScalableTargets": .done(["ScalableTargets": []])
        case "ListServiceDeployments": .done(["serviceDeployments": .array(service.history.map(\.listed))])
        case "DescribeServiceDeployments":
            .done([
                "serviceDeployments": .array(service.history.filter(request.texts("serviceDeploymentArns")).map(\.json))
            ])
        case "DescribeServiceRevisions": revisions(request.texts("serviceRevisionArns"))
        case "ListTasks": .done(["taskArns": .array(tasks(request.text("desiredStatus")).map { .string($0.arn) })])
        case "DescribeTasks":
            .done(["tasks": .array(service.tasks.filter { request.texts("tasks").contains($0.arn) }.map(\.json))])
        case "GetFunction": describeFunction(request)
        case "GetFunctionConfiguration": function.configure(request)
        case "ListVersionsByFunction": function.list()
        case "GetAlias": function.showAlias()
        case "ListTags": function.showTags()
        case "UpdateFunctionCode", "PublishVersion", "UpdateAlias", "TagResource": change(request)
        case let other: .refused(code: "AccessDeniedException", message: "not authorized to perform \(other)")
        }
    }

    private var identity: MemoryAnswer {
        .xml(
            """
            <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>\
            <Arn>arn:aws:iam::\(Self.account):user/ada</Arn><UserId>A</UserId><Account>\(Self.account)</Account>\
            </GetCallerIdentityResult></GetCallerIdentityResponse>
            """
        )
    }

    private func tasks(_ desired: String) -> [MemoryTask] {
        service.tasks.filter { $0.isStopped == (desired == "STOPPED") }
    }

    private func revisions(_ arns: [String]) -> MemoryAnswer {
        let found = service.history.flatMap(\.revisions).filter { arns.contains($0.arn) }
        return .done(["serviceRevisions": .array(found.map { $0.json(definitions) })])
    }

    private mutating func describeFunction(_ request: MemoryRequest) -> MemoryAnswer {
        looks += 1
        if looks.isMultiple(of: 2) { function.proceed(at: clock.tick()) }
        return function.describe(request)
    }

    /// Time goes by with every second look.
    private mutating func describe() -> MemoryAnswer {
        looks += 1
        if looks.isMultiple(of: 2) { proceed() }
        return .done(["services": [.object(service.json(definitions))]])
    }
}

// MARK: - Writes

/// A write that was carried out.
struct MemoryWrite: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        case register(action: String)
        case update(revision: String)
        case restart
        case scale(tasks: Int64)
        case stop
        case function(operation: String, what: String)
    }

    let kind: Kind
    /// The digests of the containers that it brings into the service.
    var digests: [String] = []
}

extension MemoryWorld {
    private mutating func register(_ request: MemoryRequest) -> MemoryAnswer {
        let made = definitions.register(request.members, at: clock.tick())
        written.append(MemoryWrite(kind: .register(action: made.action)))
        return .done(["taskDefinition": .object(made.json), "tags": .array(made.tags)])
    }

    private mutating func update(_ request: MemoryRequest) -> MemoryAnswer {
        if let tasks = request.members["desiredCount"]?.integer {
            written.append(MemoryWrite(kind: .scale(tasks: tasks)))
            scale(to: tasks)
            return .done(["service": .object(service.json(definitions))])
        }
        let isForced = request.members["forceNewDeployment"]?.bool == true
        let name = request.text("taskDefinition")
        guard let wanted = name.isEmpty ? definitions[service.primary.revision] : definitions.found(name) else {
            return .refused(code: "ClientException", message: "Unable to describe task definition.")
        }
        guard wanted.isActive || name.isEmpty else {
            return .refused(code: "ClientException", message: "TaskDefinition is inactive")
        }
        let digests = images.digests(of: wanted)
        written.append(MemoryWrite(kind: isForced ? .restart : .update(revision: wanted.name), digests: digests))
        if isForced || wanted.number != service.primary.revision { begin(wanted, digests) }
        return .done(["service": .object(service.json(definitions))])
    }

    private mutating func change(_ request: MemoryRequest) -> MemoryAnswer {
        let answer: MemoryAnswer
        switch request.operation {
        case "UpdateFunctionCode": answer = function.updateCode(request, at: clock.tick())
        case "PublishVersion": answer = function.publish(request)
        case "UpdateAlias": answer = function.point(request)
        default: return function.tag(request)
        }
        guard case .done = answer else { return answer }
        let what = ["ImageUri", "Description", "FunctionVersion"].map(request.text).joined()
        written.append(MemoryWrite(kind: .function(operation: request.operation, what: what)))
        return answer
    }

    private mutating func stop(_ request: MemoryRequest) -> MemoryAnswer {
        guard service.isStoppable(request.text("serviceDeploymentArn")) else {
            return .refused(code: "ConflictException", message: "The service deployment cannot be stopped.")
        }
        written.append(MemoryWrite(kind: .stop))
        rollBack("ECS deployment was stopped.")
        return .done(["serviceDeploymentArn": .string(request.text("serviceDeploymentArn"))])
    }

    /// Somebody else's call has the same effect, and is not the program's.
    mutating func update(byColleague number: Int) {
        guard let wanted = definitions[number], wanted.isActive, number != service.primary.revision else { return }
        begin(wanted, images.digests(of: wanted))
    }

    /// New tasks of what the service runs; they get what its tags mean now.
    mutating func restartByColleague() {
        guard let wanted = definitions[service.primary.revision], wanted.isActive else { return }
        begin(wanted, images.digests(of: wanted))
    }

    /// Without a deployment; also by somebody else.
    mutating func scale(to tasks: Int64) { service.scale(to: tasks, at: clock.tick()) }

    private mutating func begin(_ wanted: MemoryDefinition, _ digests: [String]) {
        service.begin(wanted, digests: digests, at: clock.tick())
        tell("IN_PROGRESS", service.primary)
        tellTask(of: service.primary)
    }
}

// MARK: - What happens by itself

extension MemoryWorld {
    /// Time goes by: what is under way ends.
    mutating func proceed() {
        function.proceed(at: clock.tick())
        guard service.primary.state == .inProgress else { return }
        if service.primary.isRollback || !images.bad.contains(where: service.primary.digests.contains) {
            service.complete(at: clock.tick())
            tell("COMPLETED", service.primary)
        } else {
            rollBack("ECS deployment circuit breaker: tasks failed to start.")
        }
    }

    /// ECS goes back to the service revision that was deployed last, with the digests that it had.
    ///
    /// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
    private mutating func rollBack(_ reason: String) {
        let failed = service.primary
        guard service.rollBack(reason, at: clock.tick()) else { return }
        tell("FAILED", failed, reason)
        tell("IN_PROGRESS", service.primary)
        tellTask(of: service.primary)
    }

    private mutating func tell(_ state: String, _ deployment: MemoryDeployment, _ reason: String = "as it goes") {
        news.append(MemoryEvent.deployment(state, deployment.id, at: clock.tick(), reason))
    }

    private mutating func tellTask(of deployment: MemoryDeployment) {
        guard let definition = definitions[deployment.revision] else { return }
        news.append(MemoryEvent.task(of: deployment, definition, at: clock.tick()))
    }
}
