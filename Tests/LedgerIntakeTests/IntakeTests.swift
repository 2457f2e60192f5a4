import LedgerDomain
import LedgerLog
import LedgerTesting
import Testing

@testable import LedgerIntake
import LedgerValues

struct `Importing events` {
    let began = AWSEvent.deployment("IN_PROGRESS", "ecs-svc/1", at: "2026-11-03T10:00:00Z")
    let completed = AWSEvent.deployment("COMPLETED", "ecs-svc/1", at: "2026-11-03T10:05:00Z")
    let task = AWSEvent.task(of: "ecs-svc/1", revision: 42, createdAt: "2026-11-03T10:01:00Z")
    let image = "\(AWSEvent.repository)@\(AWSEvent.digest)"

    @Test func `observes a deployment that was not requested here`() throws {
        var harness = try Harness()
        let report = try harness.take([began, task, completed])
        #expect(report.taken == 3)
        let deployment = try #require(try harness.stage().deployments.first)
        #expect(deployment.version == 1)
        #expect(deployment.kind == .observed)
        #expect(deployment.phase == .ended(.succeeded))
        #expect(deployment.revision == "shop:42")
        #expect(deployment.image == image)
    }

    @Test func `records actor, time and source`() throws {
        var harness = try Harness()
        try harness.take([began, completed])
        let record = try #require(try harness.records().last)
        #expect(record.source == "aws.ecs/123456789012/us-east-1")
        #expect(record.actor == "ecs.amazonaws.com")
        #expect(record.time == Timestamp(rfc3339: "2026-11-03T10:05:00Z"))
        #expect(record.subject == "stage/shop/prod")
        #expect(record.type == "deployment.succeeded.v1")
        #expect(record.correlationID == (try harness.stage().deployments.first?.id))
    }

    @Test func `twice has the effect of once`() throws {
        var harness = try Harness()
        let events = [began, task, completed, AWSEvent.image("PUSH")]
        try harness.take(events + events)
        let before = try harness.records()
        var again = harness.another()
        let report = try again.take(Harness.read(Array(events.map(\.text).joined(separator: "\n").utf8)))
        #expect(report.repeated == 4)
        #expect(report.taken == 0)
        #expect(try harness.records() == before)
    }

    @Test func `in any order has the same result`() throws {
        let events = [began, completed, task]
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            var harness = try Harness()
            for index in order { try harness.take([events[index]]) }
            let deployments = try harness.stage().deployments
            #expect(deployments.map(\.phase) == [.ended(.succeeded)])
            #expect(deployments.first?.revision == "shop:42")
            #expect(deployments.first?.image == image)
        }
    }

    @Test func `ends a failed deployment as failed and follows AWS's rollback`() throws {
        var harness = try Harness()
        try harness.take([
            AWSEvent.deployment("IN_PROGRESS", "ecs-svc/2", at: "2026-11-03T11:00:00Z"),
            AWSEvent.deployment("FAILED", "ecs-svc/2", at: "2026-11-03T11:09:00Z", reason: "tasks failed to start"),
            AWSEvent.deployment(
                "IN_PROGRESS",
                "ecs-svc/3",
                at: "2026-11-03T11:09:00Z",
                reason: "ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1."
            ),
            AWSEvent.deployment("COMPLETED", "ecs-svc/3", at: "2026-11-03T11:12:00Z"),
        ])
        #expect(
            try harness.standings() == ["ecs-svc/2": .ended(.rolledBack), "ecs-svc/1": .ended(.succeeded)]
        )
    }

    @Test func `says the same of AWS's rollback in any order`() throws {
        let events = [
            began, completed, AWSEvent.deployment("IN_PROGRESS", "ecs-svc/2", at: "2026-11-03T11:00:00Z"),
            AWSEvent.deployment("FAILED", "ecs-svc/2", at: "2026-11-03T11:09:00Z", reason: "tasks failed to start"),
            AWSEvent.deployment(
                "IN_PROGRESS",
                "ecs-svc/3",
                at: "2026-11-03T11:09:00Z",
                reason: "ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1."
            ),
            AWSEvent.deployment("COMPLETED", "ecs-svc/3", at: "2026-11-03T11:12:00Z"),
        ]
        for order in [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [0, 1, 2, 5, 3, 4], [3, 5, 1, 4, 0, 2]] {
            var harness = try Harness()
            for index in order { try harness.take([events[index]]) }
            let stage = try harness.stage()
            let old = stage.deployment(awsDeployment: "ecs-svc/1")
            let new = stage.deployment(awsDeployment: "ecs-svc/2")
            #expect(old?.phase == .ended(.succeeded) && old?.times.succeeded == "2026-11-03T10:05:00Z", "\(order)")
            #expect(new?.phase == .ended(.rolledBack), "\(order)")
            #expect(stage.deployment(awsDeployment: "ecs-svc/3")?.id == old?.id, "\(order)")
        }
    }

    @Test func `goes on after two deployments were open at once`() throws {
        var harness = try Harness()
        try harness.take([began, AWSEvent.task(of: "ecs-svc/2", revision: 43, createdAt: "2026-11-03T11:00:05Z")])
        #expect(try harness.standings() == ["ecs-svc/1": .ended(.superseded), "ecs-svc/2": .started])
        try harness.take([completed, AWSEvent.deployment("COMPLETED", "ecs-svc/2", at: "2026-11-03T11:05:00Z")])
        #expect(try harness.standings() == ["ecs-svc/1": .ended(.succeeded), "ecs-svc/2": .ended(.succeeded)])
        // The same stage twice in the directory is one.
        var doubled = harness.another(stages: [Harness.stage(), Harness.stage()])
        let later = AWSEvent.deployment("IN_PROGRESS", "ecs-svc/4", at: "2026-11-03T12:00:00Z")
        #expect(try doubled.take(Harness.read(Array(later.text.utf8))).taken == 1)
    }

    @Test func `of an older deployment does not affect the newer one`() throws {
        var harness = try Harness()
        try harness.take([AWSEvent.deployment("IN_PROGRESS", "ecs-svc/2", at: "2026-11-03T11:00:00Z"), began])
        #expect(try harness.standings() == ["ecs-svc/2": .started, "ecs-svc/1": .ended(.superseded)])
        try harness.take([completed])
        #expect(try harness.standings() == ["ecs-svc/2": .started, "ecs-svc/1": .ended(.succeeded)])
    }

    @Test func `of a deployment requested here ends it`() throws {
        var harness = try Harness()
        let id = DeploymentID(high: 1, low: 1)
        let request = DeploymentRequest(kind: .deploy, image: image, revision: "shop:43")
        try harness.record(.deployment(id, version: 1, .requested(request)), id: "requested")
        let start = DeploymentEvent.started(revision: nil, image: nil, awsDeployment: "ecs-svc/1")
        try harness.record(.deployment(id, version: 1, start), id: "started")
        let report = try harness.take([began, task, completed])
        let deployments = try harness.stage().deployments
        #expect(deployments.map(\.phase) == [.ended(.succeeded)])
        #expect(deployments.first?.revision == "shop:43")
        #expect(report.withoutEffect == 2)
    }

    @Test func `leaves no gaps in versions with a concurrent import of the same events`() throws {
        var harness = try Harness()
        var other = harness.another()
        let others = Harness.read(Array((began.text + completed.text).utf8))
        _ = try other.take([])
        let rival = other
        harness.log.beforeAppends {
            var rival = rival
            _ = try? rival.take(others)
        }
        let later = AWSEvent.deployment("IN_PROGRESS", "ecs-svc/2", at: "2026-11-03T11:00:00Z")
        let report = try harness.take([began, task, later])
        #expect(report.repeated == 1)
        #expect(report.taken == 2)
        #expect(try harness.stage().deployments.map(\.version) == [1, 2])
        #expect(try harness.stage().deployments.map(\.awsDeployment) == ["ecs-svc/1", "ecs-svc/2"])
        #expect(Set(try harness.records().map(\.id)).count == (try harness.records().count))
    }

    @Test func `concurrently in different orders records each event once`() async throws {
        let harness = try Harness()
        let events = (1...40).flatMap { number in
            [
                AWSEvent.deployment("IN_PROGRESS", "ecs-svc/\(number)", at: Self.time(10, number)),
                AWSEvent.task(of: "ecs-svc/\(number)", revision: number, createdAt: Self.time(11, number)),
                AWSEvent.deployment("COMPLETED", "ecs-svc/\(number)", at: Self.time(12, number)),
            ]
        }
        let log = harness.log
        let taken = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                var intake = harness.another()
                group.addTask {
                    var taken = 0
                    for event in events.shuffled() {
                        taken += try intake.take(Harness.read(Array(event.text.utf8))).taken
                    }
                    return taken
                }
            }
            return try await group.reduce(0, +)
        }
        let stage = try StageStream(of: Harness.prod, in: log).stage
        #expect(stage.deployments.map(\.version) == Array(1...40))
        #expect(Set(stage.deployments.compactMap(\.awsDeployment)).count == 40)
        #expect(stage.deployments.allSatisfy { $0.phase == .ended(.succeeded) && $0.image == image })
        #expect(taken >= 40 && taken <= 120)
    }

    private static func time(_ hour: Int, _ second: Int) -> String {
        "2026-11-03T\(hour):00:\(second < 10 ? "0" : "")\(second)Z"
    }

    @Test func `reports what it skips`() throws {
        var harness = try Harness()
        let steady = AWSEvent.event("ECS Service Action", from: "aws.ecs", id: "x", at: "2026-11-03T10:00:00Z", [:])
        let launch = AWSEvent.event("EC2 Launch", from: "aws.autoscaling", id: "x", at: "2026-11-03T10:00:00Z", [:])
        let foreign = AWSEvent.image("PUSH").setting("time", to: "yesterday")
        let report = try harness.take([began, steady, launch, foreign, completed])
        #expect(report.taken == 2)
        #expect(report.withoutEffect == 1)
        #expect(report.notUnderstood == ["aws.autoscaling EC2 Launch": 1])
        #expect(report.defects == [Defect(line: 4, reason: .invalid("time", wanted: "an RFC 3339 time"))])
    }

    /// Two bytes of input each, and a hundred of a report.
    @Test(arguments: ["[BODY]", "{\"Records\":[BODY]}", "[[BODY]]"])
    func `reports a thousand defects and counts the rest`(shape: String) throws {
        var harness = try Harness()
        let body = Array(repeating: "{}", count: 4_000).joined(separator: ",")
        let text = shape == "[BODY]" ? "[\(body)]" : shape == "[[BODY]]" ? "[[\(body),1]]" : "{\"Records\":[\(body),1]}"
        let report = try harness.take(text: text + "\n" + began.text)
        #expect(report.defects.count == 1_000 && report.defectsLeftOut > 0 && report.taken == 1)
        if shape == "[BODY]" { #expect(report.defects.count + report.defectsLeftOut == 4_000) }
    }

    @Test func `rejects an id with other content, and imports the rest`() throws {
        var harness = try Harness()
        let id = AWSEvent.id("one")
        try harness.take([AWSEvent.image("PUSH", tag: "v1", id: id)])
        let report = try harness.take([
            AWSEvent.image("PUSH", tag: "v2", id: id), AWSEvent.image("PUSH", tag: "v3"),
            AWSEvent.image("PUSH", tag: "v1", id: id),
        ])
        #expect(report.defects == [Defect(line: 1, reason: .idReused)])
        #expect(report.taken == 1)
    }

    @Test func `takes an event again of which an earlier version kept less`() throws {
        var harness = try Harness()
        let event = AWSEvent.image("DELETE", tag: "v1")
        let envelope = try Envelope(try #require(event.object))
        let less = ImageEvent.deleted(digest: AWSEvent.digest, tag: nil, why: .unknown)
        let repository = StreamName.repository(try envelope.registry(), name: "shop/api")
        let facts = [Translation.Fact(stream: repository, event: .image(less))]
        let drafts = try envelope.drafts(facts, through: harness.gate)
        _ = try harness.log.append(drafts, to: repository.description, expecting: .any)
        let report = try harness.take([event])
        #expect(report.repeated == 1 && report.defects.isEmpty)
    }

    @Test func `refuses more ids with other content than it tries appends`() throws {
        var harness = try Harness()
        let ids = (1...InMemoryEventLog.attempts + 8).map { AWSEvent.id("\($0)") }
        try harness.take(ids.map { AWSEvent.image("PUSH", tag: "v1", id: $0) })
        let report = try harness.take(
            ids.map { AWSEvent.image("PUSH", tag: "v2", id: $0) } + [AWSEvent.image("PUSH", tag: "v3")]
        )
        #expect(report.defects.map(\.reason) == ids.map { _ in .idReused })
        #expect(report.taken == 1)
    }

    @Test func `rejects what is too large for a record`() throws {
        var harness = try Harness()
        let reason = String(repeating: "x", count: Record.largest)
        let report = try harness.take([
            AWSEvent.deployment("FAILED", "ecs-svc/1", at: "2026-11-03T10:00:00Z", reason: reason), completed,
        ])
        #expect(report.defects == [Defect(line: 1, reason: .tooLargeToKeep)])
        #expect(report.taken == 1)
    }
}
