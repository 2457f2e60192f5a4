import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerValues
import Testing

@testable import LedgerIntake

struct `A task set` {
    private func task(_ number: Int, at day: Int) -> JSONValue {
        AWSEvent.task(of: "ecs-svc/\(number)", revision: number, createdAt: "2026-11-0\(day)T07:30:00Z")
    }

    private func end(_ state: String, at day: Int, group: String = "shop-prod") -> JSONValue {
        AWSEvent.codeDeploy(state, at: "2026-11-0\(day)T07:45:00Z", group: group)
    }

    @Test func `ends as CodeDeploy says, in whatever order it is told`() throws {
        let events = [
            task(1, at: 1), end("START", at: 1), end("SUCCESS", at: 1), task(2, at: 2), end("FAILURE", at: 2),
            task(3, at: 3), end("SUCCESS", at: 3), task(4, at: 4),
        ]
        var random = SeededRandom(seed: 5)
        for order in [events, events.reversed()] + (1...8).map({ _ in events.shuffled(using: &random) }) {
            var harness = try Harness()
            let report = try harness.take(order)
            #expect(report.defects.isEmpty && report.notUnderstood.isEmpty)
            let standings = try harness.standings()
            #expect(standings["ecs-svc/1"] == .ended(.succeeded))
            #expect(standings["ecs-svc/2"] == .ended(.failed))
            #expect(standings["ecs-svc/3"] == .ended(.succeeded))
            #expect(standings["ecs-svc/4"] == .started)
        }
    }

    @Test(arguments: ["shop-prod", "DgpECS-main-shop-prod"])
    func `is deployed by the group that is named like its service`(group: String) throws {
        var harness = try Harness()
        try harness.take([task(1, at: 1), end("SUCCESS", at: 1, group: group)])
        #expect(try harness.standings() == ["ecs-svc/1": .ended(.succeeded)])
    }

    @Test func `is deployed by the group in the settings of its stage`() throws {
        for setting in ["blue-green", "shop/blue-green"] {
            var stage = Harness.stage()
            stage.settings = ["deploymentGroup": .string(setting)]
            var harness = try Harness(stages: [stage])
            let report = try harness.take([
                task(1, at: 1), end("SUCCESS", at: 1, group: "blue-green"), end("FAILURE", at: 2),
            ])
            #expect(try harness.standings() == ["ecs-svc/1": .ended(.succeeded)])
            #expect(report.unmatched == ["123456789012/us-east-1/shop/shop-prod": 1])
        }
    }

    @Test func `does not end what ECS itself reports`() throws {
        var harness = try Harness()
        let began = AWSEvent.deployment("IN_PROGRESS", "ecs-svc/1", at: "2026-11-01T07:30:00Z")
        let report = try harness.take([began, end("SUCCESS", at: 1), end("SUCCESS", at: 2)])
        #expect(report.withoutEffect == 2)
        #expect(try harness.standings() == ["ecs-svc/1": .started])
    }

    @Test func `is ended by what was kept once its stage exists`() throws {
        var harness = try Harness(stages: [])
        #expect(try harness.take([end("SUCCESS", at: 1), task(1, at: 1)]).unmatched.count == 2)
        try harness.record(.added(Harness.stage()), id: "added")
        var intake = harness.another()
        #expect(try intake.claim(Harness.prod, by: "ana", at: "2026-11-09T00:00:00Z").claimed == 2)
        #expect(try harness.standings() == ["ecs-svc/1": .ended(.succeeded)])
    }
}
