import LedgerDomain
import LedgerLog
import LedgerTesting
import Testing

@testable import LedgerIntake
import LedgerValues

struct `An event of an unknown service` {
    let secret = "hunter2-plain"
    let now: Timestamp = "2026-11-04T10:00:00Z"

    private var events: [JSONValue] {
        [
            AWSEvent.deployment("COMPLETED", "ecs-svc/1", at: "2026-11-03T10:05:00Z"),
            AWSEvent.deployment("IN_PROGRESS", "ecs-svc/1", at: "2026-11-03T10:00:00Z"),
            AWSEvent.task(of: "ecs-svc/1", revision: 42, createdAt: "2026-11-03T10:01:00Z", secret: secret),
        ]
    }

    @Test func `is kept, listed and never unsealed`() throws {
        var harness = try Harness(stages: [])
        let report = try harness.take(events)
        #expect(report.unmatched == ["123456789012/us-east-1/main/shop-prod": 3])
        #expect(try Intake.unmatched(in: harness.log).count == 3)
        for record in try harness.records() {
            #expect(!String(decoding: record.bytes, as: UTF8.self).contains(secret))
        }
    }

    @Test func `is kept once`() throws {
        var harness = try Harness(stages: [])
        try harness.take(events + events)
        let report = try harness.take(events)
        #expect(report.repeated == 3)
        #expect(try harness.records().count == 3)
    }

    @Test func `is claimed once its stage exists`() throws {
        var harness = try Harness(stages: [])
        try harness.take(events)
        try harness.record(.added(Harness.stage()), id: "added")
        var intake = harness.another()
        let report = try intake.claim(Harness.prod, by: "ana", at: now)
        #expect(report.claimed == 3)
        #expect(report.taken == 3)
        let deployment = try #require(try harness.stage().deployments.first)
        #expect(deployment.phase == .ended(.succeeded))
        #expect(deployment.revision == "shop:42")
        #expect(try Intake.unmatched(in: harness.log).isEmpty)

        #expect(try intake.claim(Harness.prod, by: "ana", at: now).claimed == 0)
        let again = try intake.take(Harness.read(Array(events.map(\.text).joined(separator: "\n").utf8)))
        #expect(again.repeated == 3)
    }

    @Test func `is claimed once by two processes at once`() throws {
        var harness = try Harness(stages: [])
        try harness.take(events)
        try harness.record(.added(Harness.stage()), id: "added")
        let rival = harness.another()
        harness.log.beforeAppends {
            var rival = rival
            _ = try? rival.claim(Harness.prod, by: "bo", at: "2026-11-04T10:00:01Z")
        }
        var intake = harness.another()
        #expect(try intake.claim(Harness.prod, by: "ana", at: now).claimed == 0)
        #expect(try harness.stage().deployments.count == 1)
        #expect(try harness.records(of: "observation/123456789012/us-east-1").count == 6)
    }

    @Test func `is not claimed by another stage`() throws {
        var harness = try Harness(stages: [])
        try harness.take(events)
        let other = StageID("shop", "dev")
        try harness.record(.added(Harness.stage(other, service: "shop-dev")), of: other, id: "added")
        var intake = harness.another(stages: [Harness.stage(other, service: "shop-dev")])
        #expect(try intake.claim(other, by: "ana", at: now) == ClaimReport())
        #expect(throws: ClaimError.rejected(.stageUnknown(Harness.prod))) {
            try intake.claim(Harness.prod, by: "ana", at: now)
        }
    }

    @Test func `waits while a call of the stage is unanswered`() throws {
        var harness = try Harness()
        let (id, action) = (DeploymentID(high: 1, low: 1), ActionID(high: 1, low: 2))
        let request = DeploymentRequest(kind: .deploy, revision: "shop:42")
        let intent = ActionIntent(service: "ecs", operation: "UpdateService", actionClass: .convergent, request: [:])
        try harness.record(.deployment(id, version: 1, .requested(request)), id: "requested")
        try harness.record(.action(action, deployment: id, .intended(intent)), id: "intended")
        let report = try harness.take(events)
        #expect(report.waiting == ["shop/prod": 3])
        #expect(try harness.stage().deployments.count == 1)

        let answer = ActionEvent.succeeded(attempt: 1, requestID: nil, result: [:])
        try harness.record(.action(action, deployment: id, answer), id: "answered")
        let start = DeploymentEvent.started(revision: nil, image: nil, awsDeployment: "ecs-svc/1")
        try harness.record(.deployment(id, version: 1, start), id: "started")
        var intake = harness.another()
        #expect(try intake.claimWaiting(by: "ana", at: now).claimed == 3)
        #expect(try harness.stage().deployments.map(\.phase) == [.ended(.succeeded)])
        #expect(try Intake.unmatched(in: harness.log).isEmpty)
    }
}
