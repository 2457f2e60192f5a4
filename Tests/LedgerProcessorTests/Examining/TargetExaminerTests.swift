import LedgerDomain
import LedgerProcessor
import LedgerTesting
import Synchronization
import Testing
import LedgerValues

struct `What AWS says of a rollback target` {
    private static let image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop@\(Example.digest(of: "a"))"
    private static let tag = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop:v1"
    private static let secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-AbCdEf"
    private static let password = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:hub-AbCdEf"

    private static let questions: [TargetQuestion] = [
        .service, .revision("shop:1"), .image(image), .image(tag), .secret(secret), .parameter("/shop/key"),
        .secret(password), .logGroup("/ecs/shop", region: "eu-west-1"), .role("task"), .role("execution"),
    ]

    private static let stage = StageAdded(
        id: "shop/dev",
        account: "123456789012",
        region: "eu-west-1",
        target: .ecs(cluster: "main", service: "shop", family: "shop", container: "api")
    )

    private static func container(_ more: JSONObject = [:]) -> JSONValue {
        var container: JSONObject = [
            "name": "api", "image": .string(tag),
            "secrets": [
                ["name": "A", "valueFrom": .string("\(secret):key:AWSCURRENT:")],
                ["name": "B", "valueFrom": "/shop/key"],
            ],
            "repositoryCredentials": ["credentialsParameter": .string(password)],
            "portMappings": [["containerPort": 8080, "name": "http"], ["containerPortRange": "9000-9010"]],
            "logConfiguration": ["logDriver": "awslogs", "options": ["awslogs-group": "/ecs/shop"]],
        ]
        for member in more.members { container[member.key] = member.value }
        return .object(container)
    }

    private static func definition(_ more: JSONObject = [:]) -> JSONObject {
        var definition: JSONObject = [
            "family": "shop", "taskRoleArn": "task", "executionRoleArn": "execution",
            "containerDefinitions": [container()],
        ]
        for member in more.members { definition[member.key] = member.value }
        return definition
    }

    /// Everything is there and as it should be, but for what is given.
    private static func answer(
        _ question: TargetQuestion,
        but given: [TargetQuestion: TargetAnswer]
    ) -> TargetAnswer {
        if let answer = given[question] { return answer }
        return switch question {
        case .service: .service(ServiceState(revision: "shop:2"))
        case .revision: .revision(isActive: true, registrable: definition())
        case .image: .image(digest: Example.digest(of: "a"), isUsable: true)
        case .secret: .secret(versions: ["1": ["AWSCURRENT"]])
        case .parameter, .role, .logGroup, .function, .functionVersion: .found
        }
    }

    private func examine(
        _ definition: JSONObject? = Self.definition(),
        image: String? = Self.image,
        in stage: StageAdded = Self.stage,
        but given: [TargetQuestion: TargetAnswer] = [:]
    ) async -> TargetExamination {
        var examiner = TargetExaminer(stage, running: "shop:2") { Self.answer($0, but: given) }
        return await examiner.examine(TargetContent(revision: "shop:1", image: image, definition: definition))
    }

    @Test func `is nothing where all is there`() async {
        let found = await examine()
        #expect(found.reasons() == [])
        #expect(found.looks.map(\.what) == Self.questions.map(\.description) + ["network mode bridge"])
        #expect(found.looks.first?.json == ["what": "service", "result": "runs shop:2"])
    }

    @Test(
        arguments: zip(
            questions,
            [
                [.serviceMissing], [.revisionDeleted], [.imageMissing], [.tagMoved], [.secretMissing],
                [.secretMissing], [.secretMissing], [.logGroupMissing], [.roleMissing], [.roleMissing],
            ] as [[RollbackReason]]
        )
    )
    func `is that something is missing`(_ question: TargetQuestion, _ reasons: [RollbackReason]) async {
        #expect(await examine(but: [question: .missing]).reasons() == reasons)
    }

    @Test(arguments: questions)
    func `is never an all-clear where it gives no answer`(_ question: TargetQuestion) async {
        let found = await examine(but: [question: .unknown(code: "AccessDenied", message: "may not")])
        #expect(RollbackVerdict(found.reasons()) == .unknown)
        #expect(found.unanswered.map(\.what) == [question.description])
        #expect(found.unanswered.map(\.result) == ["unknown: AccessDenied"])
        let worse = await examine(but: [
            question: .unknown(code: "AccessDenied", message: "may not"), .role("other"): .missing,
        ])
        #expect(worse.reasons(with: [.markedBad]).contains(.markedBad))
        #expect(RollbackVerdict(worse.reasons(with: [.markedBad])) == .skipped)
    }

    @Test func `is that an image is archived, or a tag was moved`() async {
        let archived = TargetAnswer.image(digest: Example.digest(of: "a"), isUsable: false)
        #expect(await examine(but: [.image(Self.image): archived]).reasons() == [.imageArchived])
        let moved = TargetAnswer.image(digest: Example.digest(of: "b"), isUsable: true)
        #expect(await examine(but: [.image(Self.tag): moved]).reasons() == [.tagMoved])
        let sidecar: JSONValue = ["name": "proxy", "image": .string(Self.tag)]
        let two = Self.definition(["containerDefinitions": [Self.container(["image": .string(Self.image)]), sidecar]])
        let reasons = await examine(two, but: [.image(Self.tag): .missing]).reasons()
        #expect(reasons == [.imageMissing, .imageUnchecked])
    }

    @Test(arguments: [
        ("::old:", [RollbackReason.secretMissing]), ("::AWSCURRENT:", []), (":key:AWSCURRENT:1", []),
        (":key::2", [.secretMissing]), ("", []),
    ])
    func `is whether a secret has the version that is named`(_ suffix: String, _ reasons: [RollbackReason]) async {
        let source: JSONValue = ["name": "A", "valueFrom": .string(Self.secret + suffix)]
        let container = Self.container(["secrets": [source]])
        #expect(await examine(Self.definition(["containerDefinitions": [container]])).reasons() == reasons)
    }

    @Test func `is weighed with what the log says, and overrules it`() async {
        let log: [RollbackReason] = [.revisionInactive, .imageMissing, .tagMoved, .stageLocked]
        #expect(await examine().reasons(with: log) == [.stageLocked])
        let silent = await examine(but: [.image(Self.image): .unknown(code: "AccessDenied", message: "")])
        #expect(silent.reasons(with: log) == [.imageMissing, .stageLocked, .imageUnchecked])
    }

    @Test func `is asked once, whoever shares it`() async {
        let asked = Mutex<[TargetQuestion]>([])
        var examiner = TargetExaminer(Self.stage, running: nil) { question in
            asked.withLock { $0.append(question) }
            return Self.answer(question, but: [:])
        }
        let contents = (1...20).map {
            TargetContent(
                revision: "shop:\($0 % 2 + 1)",
                image: Self.image,
                definition: $0 > 10 ? nil : Self.definition()
            )
        }
        _ = await examiner.examine(contents)
        _ = await examiner.examine(contents[0])
        let questions = asked.withLock(\.self)
        #expect(Set(questions) == Set(Self.questions + [.revision("shop:2")]))
        #expect(questions.count == Set(questions).count)
    }
}

// MARK: - Services, revisions, functions

extension `What AWS says of a rollback target` {
    private func reasons(_ change: (inout ServiceState) -> Void, _ more: JSONObject = [:]) async -> [RollbackReason] {
        var service = ServiceState(revision: "shop:2")
        change(&service)
        return await examine(Self.definition(more), but: [.service: .service(service)]).reasons()
    }

    @Test func `is how its service stands`() async {
        #expect(await reasons { $0.controller = "CODE_DEPLOY" } == [.controllerNotEcs])
        #expect(await reasons { $0.isActive = false } == [.serviceMissing])
        #expect(await reasons { $0.isDeploying = true } == [.deploymentOpen])
        #expect(await reasons { $0.revision = "shop:9" } == [.drifted])
        #expect(await reasons { $0.isOwnedByCloudFormation = true } == [.cloudFormationOwned])
        #expect(await reasons { $0.hasOwnInterfaces = true } == [.networkDiffers])
        #expect(await reasons({ $0.hasOwnInterfaces = true }, ["networkMode": "awsvpc"]) == [])
        #expect(await reasons({ _ in }, ["networkMode": "awsvpc"]) == [.networkDiffers])
    }

    @Test(arguments: [
        (ServiceState.TrafficPort(container: "api", port: 8080), true), (.init(container: "api", port: nil), true),
        (.init(container: "api", port: 9005), true), (.init(container: "api", port: 9011), false),
        (.init(container: "api", port: 80), false), (.init(container: "web", port: 8080), false),
    ])
    func `is whether the service finds its ports`(_ port: ServiceState.TrafficPort, _ isThere: Bool) async {
        #expect(await reasons { $0.ports = [port] } == (isThere ? [] : [.portMissing]))
    }

    @Test func `is whether Service Connect finds its ports`() async {
        #expect(await reasons { $0.portNames = ["http"] } == [])
        #expect(await reasons { $0.portNames = ["grpc"] } == [.portMissing])
    }

    @Test func `is a definition that was never recorded`() async {
        let revision = TargetQuestion.revision("shop:1")
        #expect(await examine(nil, but: [.role("task"): .missing]).reasons() == [.roleMissing])
        let inactive = TargetAnswer.revision(isActive: false, registrable: Self.definition())
        #expect(await examine(nil, but: [revision: inactive]).reasons() == [.revisionInactive])
        #expect(await examine(nil, but: [revision: .missing]).reasons() == [.revisionDeleted, .contentLost])
        let other: JSONValue = ["name": "b", "image": .string(Self.image)]
        let two = Self.definition(["containerDefinitions": [["name": "a", "image": .string(Self.image)], other]])
        #expect(await examine(two).reasons() == [.containerMissing])
    }

    @Test(arguments: [
        (StageTarget.ecs(cluster: "main", service: "shop", family: "shop", container: "api"), true),
        (.lambda(function: "resize"), false),
    ])
    func `is that nothing of it is known`(_ target: StageTarget, _ needsRevision: Bool) async {
        var stage = Self.stage
        stage.target = target
        var examiner = TargetExaminer(stage, running: nil) { Self.answer($0, but: [:]) }
        let bare = await examiner.examine(TargetContent(revision: nil, image: nil, definition: nil))
        #expect(bare.reasons() == [.contentLost])
        let image = await examiner.examine(TargetContent(revision: nil, image: Self.image, definition: nil))
        #expect(image.reasons() == (needsRevision ? [.contentLost] : []))
    }

    @Test func `is what a function's version is`() async {
        var stage = Self.stage
        stage.target = .lambda(function: "resize")
        #expect(
            await examine(nil, in: stage).looks.map(\.what) == [
                "function", "function version shop:1", "image \(Self.image)",
            ]
        )
        let deleted: [TargetQuestion: TargetAnswer] = [.functionVersion("shop:1"): .missing]
        #expect(await examine(nil, in: stage, but: deleted).reasons() == [.revisionDeleted])
        #expect(await examine(nil, image: nil, in: stage, but: deleted).reasons() == [.revisionDeleted, .contentLost])
        #expect(await examine(nil, in: stage, but: [.function: .missing]).reasons() == [.functionMissing])
        #expect(await examine(nil, in: stage, but: [.image(Self.image): .missing]).reasons() == [.imageMissing])
    }
}
