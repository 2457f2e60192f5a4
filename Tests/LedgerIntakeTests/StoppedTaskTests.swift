import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerValues
import Testing

@testable import LedgerIntake

struct `A stopped task` {
    private let began = AWSEvent.deployment("IN_PROGRESS", "ecs-svc/1", at: "2026-11-03T10:00:00Z")
    private let failed = AWSEvent.deployment("FAILED", "ecs-svc/1", at: "2026-11-03T10:09:00Z")

    private func stops(_ events: [JSONValue]) throws -> [TaskStop] {
        var harness = try Harness()
        try harness.take(events)
        return try harness.stage().deployments.flatMap(\.stops)
    }

    @Test func `tells why its deployment fails, before and after that`() throws {
        let stopped = AWSEvent.stopped("0af1", of: "ecs-svc/1", at: "2026-11-03T10:02:00Z", exitCode: 137)
        let expected = TaskStop(
            task: "0af1",
            code: "EssentialContainerExited",
            reason: "Essential container in task exited",
            containers: [TaskStop.Container(name: "api", exitCode: 137)],
            stoppedAt: "2026-11-03T10:02:00Z"
        )
        for events in [[began, stopped, failed], [began, failed, stopped], [stopped, began, failed], [stopped]] {
            #expect(try stops(events + events) == [expected])
        }
    }

    @Test func `is recorded with the deployment it belongs to`() throws {
        var harness = try Harness()
        try harness.take([began, AWSEvent.stopped("0af1", of: "ecs-svc/1", at: "2026-11-03T10:02:00Z")])
        let record = try #require(try harness.records().last)
        let deployment = try #require(try harness.stage().deployments.first)
        #expect(record.type == "task.stopped.v1" && record.correlationID == deployment.id)
        #expect(record.time == "2026-11-03T10:02:00Z" && record.source == "aws.ecs/123456789012/us-east-1")
    }

    @Test func `tells nothing if ECS stopped it to scale, or if the deployment is good`() throws {
        let scaled = AWSEvent.stopped(
            "0af1",
            of: "ecs-svc/1",
            at: "2026-11-03T10:02:00Z",
            code: "ServiceSchedulerInitiated",
            reason: "Scaling activity initiated by (deployment ecs-svc/1)"
        )
        #expect(try stops([began, scaled, failed]).isEmpty)
        let completed = AWSEvent.deployment("COMPLETED", "ecs-svc/1", at: "2026-11-03T10:05:00Z")
        let later = AWSEvent.stopped("0af1", of: "ecs-svc/1", at: "2026-11-09T10:02:00Z")
        #expect(try stops([began, completed, later]).isEmpty)
        let running = AWSEvent.task(of: "ecs-svc/1", revision: 42, createdAt: "2026-11-03T10:01:00Z")
        #expect(try stops([began, running]).isEmpty)
    }

    @Test func `is one of two at most, for different reasons`() throws {
        let exits = (1...9).map { number in
            AWSEvent.stopped(
                "0af\(number)",
                of: "ecs-svc/1",
                at: "2026-11-03T10:02:0\(number)Z",
                exitCode: number < 4 ? 1 : Int64(number)
            )
        }
        #expect(try stops([began] + exits + [failed]).map(\.task) == ["0af1", "0af4"])
    }
}
