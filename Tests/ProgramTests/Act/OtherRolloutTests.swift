import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerValues
import Testing

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `A rollout of somebody else that is under way` {
    /// v1 runs, and somebody is deploying a revision that needs more memory.
    private func place() throws -> EmulatedStage {
        let place = try EmulatedStage()
        try place.deploy("v1")
        let container = JSONValue.array([["name": "api", "image": "shop:other", "memory": 4_096]])
        let words = ["--family", place.name, "--container-definitions", CanonicalJSON.text(container)]
        _ = try place.emulator.cli(["ecs", "register-task-definition"] + words)
        try place.rollout(afterLooks: 100_000)
        try place.replace(with: 3)
        return place
    }

    /// The ledger is told that it has begun, and not how it ends.
    private func tell(_ place: EmulatedStage) throws {
        let told = try place.emulator.cli("ecs", "describe-services", "--cluster", "main", "--services", place.name)
        let service = try #require(told["services"]?.array?.first)
        let now = Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
        let event: JSONValue = [
            "version": "0", "id": .string(UUID().uuidString.lowercased()), "source": "aws.ecs",
            "detail-type": "ECS Deployment State Change", "account": "123456789012", "region": "eu-west-1",
            "time": "2026-11-03T10:00:00Z", "resources": .array([service["serviceArn"] ?? .null]),
            "detail": [
                "eventType": "INFO", "eventName": "SERVICE_DEPLOYMENT_IN_PROGRESS", "reason": "in progress",
                "deploymentId": service["deployments"]?.array?.first?["id"] ?? .null,
                "updatedAt": .string(now.description),
            ],
        ]
        let answer = try place.sandbox.run(["ingest", "-"], input: CanonicalJSON.bytes(event))
        #expect(answer.status == 0, "\(answer.error)")
        #expect(try place.outcomes().last == .some(nil))
    }

    @Test(arguments: [
        ["rollback", "shop/dev"], ["deploy", "shop/dev", "--image", "shop:v2"], ["restart", "shop/dev"],
        ["scale", "shop/dev", "--desired", "3"],
    ])
    func `whose end nobody has told is no obstacle once it has ended`(_ words: [String]) throws {
        let place = try place()
        try tell(place)
        try place.rollout()
        _ = try place.running()
        let answer = try place.sandbox.run(words + ["--poll", "0s"], environment: place.environment)
        #expect(answer.status == 0, "\(answer.error)")
        #expect(try place.outcomes() == ["succeeded", "succeeded", "succeeded"])
        // The way back from it is to what ran before.
        if words[0] == "rollback" { #expect(answer.output.hasPrefix("rolled back to v1 as v3"), "\(answer.output)") }
    }

    @Test(arguments: [["rollback", "shop/dev"], ["deploy", "shop/dev", "--image", "shop:v2", "--supersede"]])
    func `and that the ledger knows is replaced all the same`(_ words: [String]) throws {
        let place = try place()
        try tell(place)
        let plain = try place.run("restart", "shop/dev", "--poll", "0s")
        #expect(plain.status == 5 && plain.error.contains("somebody else is deploying"), "\(plain.error)")
        let answer = try place.sandbox.run(words + ["--no-wait"], environment: place.environment)
        #expect(answer.status == 0 && answer.error.contains("; replacing that"), "\(answer.error)")
        #expect(try place.outcomes() == ["succeeded", "superseded", nil])
    }

    @Test(arguments: [["deploy", "shop/dev", "--image", "shop:v2"], ["restart", "shop/dev"]])
    func `is not replaced in silence`(_ words: [String]) throws {
        let place = try place()
        let before = (try place.sandbox.log().head(), try place.writes())
        let answer = try place.sandbox.run(words + ["--poll", "0s"], environment: place.environment)
        #expect(answer.status == 5, "\(answer.error)")
        #expect(answer.error.contains("somebody else is deploying \(place.name):3 to shop/dev"), "\(answer.error)")
        #expect(try place.sandbox.log().head() == before.0 && place.writes() == before.1)
        let dry = try place.sandbox.run(words + ["--dry-run"], environment: place.environment)
        #expect(dry.status == 5, "\(dry.error)")
    }

    @Test func `is replaced where that is asked for, by a copy of what is known to work`() throws {
        let place = try place()
        let answer = try place.deploy("v2", "--supersede", "--no-wait")
        #expect(answer.error.contains("somebody else is deploying \(place.name):3; replacing that"), "\(answer.error)")
        let sent = try place.requests("RegisterTaskDefinition").last
        #expect(sent?["containerDefinitions"]?.array?.first?["memory"] == 64)
    }

    @Test func `is replaced by a rollback, which says so`() throws {
        let place = try place()
        let answer = try place.run("rollback", "shop/dev", "\(place.name):1", "--no-wait")
        #expect(answer.status == 0 && answer.error.contains("; replacing that"), "\(answer.error)")
        // With the image that its tag meant.
        #expect(try place.running() == "\(place.name):4")
    }

    @Test func `is no obstacle once it is complete`() throws {
        let place = try place()
        try place.rollout()
        _ = try place.running()
        try place.deploy("v2")
        let sent = try place.requests("RegisterTaskDefinition").last
        #expect(sent?["containerDefinitions"]?.array?.first?["memory"] == 4_096)
    }
}

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `A rollback by AWS` {
    private func status(_ place: EmulatedStage) throws -> JSONValue? {
        let told = try place.emulator.cli("ecs", "describe-services", "--cluster", "main", "--services", place.name)
        return told["services"]?.array?.first?["deployments"]?.array?.first?["rolloutState"]
    }

    @Test(arguments: ["FAILED", "FORGOTTEN"], [true, false])
    func `is followed to its end`(_ ends: String, isListed: Bool) throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        try place.rollout(ends: ends, afterLooks: 2, rollbackLooks: 4)
        if !isListed { try place.meet("ListServiceDeployments", Array(repeating: "denied", count: 40)) }
        let answer = try place.run("deploy", "shop/dev", "--image", "shop:v2", "--poll", "0s")
        #expect(answer.status == 7, "\(answer.error)")
        #expect(try status(place) == "COMPLETED")
        #expect(try place.outcomes() == ["succeeded", "rolledBack"])
        #expect(try place.sandbox.column("rolledBackTo", of: "history", "shop/dev").first == 1)
    }

    @Test func `that takes longer than anybody waits has no outcome yet`() throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        try place.rollout(ends: "FAILED", afterLooks: 1, rollbackLooks: 100_000)
        let words = ["deploy", "shop/dev", "--image", "shop:v2", "--poll", "1s", "--timeout", "2s"]
        let answer = try place.sandbox.run(words, environment: place.environment)
        #expect(answer.status == 8 && answer.error.contains("rollback in progress"), "\(answer.error)")
    }

    @Test(arguments: [true, false])
    func `that fails too leaves no task, and that is told`(isListed: Bool) throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        try place.rollout(ends: "ROLLBACK_FAILED", afterLooks: 2, rollbackLooks: 3)
        if !isListed { try place.meet("ListServiceDeployments", Array(repeating: "denied", count: 40)) }
        let answer = try place.run("deploy", "shop/dev", "--image", "shop:v2", "--poll", "0s")
        #expect(answer.status == 6, "\(answer.error)")
        #expect(answer.error.contains("RollbackFailed") && answer.error.contains("0 of 2 tasks run"), "\(answer.error)")
        #expect(try place.outcomes() == ["succeeded", "failed"])
        let message = try place.sandbox.column("message", of: "history", "shop/dev").first?.string ?? ""
        #expect(message.contains("0 of 2 tasks run"), "\(message)")
        let told = try place.sandbox.succeed("status", "shop/dev").output
        #expect(told.contains("0 of 2 tasks run"), "\(told)")
    }

    @Test func `is not waited for where the service has none`() throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        try place.rollout(ends: "STOPPED", afterLooks: 2)
        let answer = try place.run("deploy", "shop/dev", "--image", "shop:v2", "--poll", "0s")
        #expect(answer.status == 6 && answer.error.contains("circuit breaker"), "\(answer.error)")
        #expect(try place.outcomes() == ["succeeded", "failed"])
    }
}

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `A conflict` {
    @Test func `names the principal at AWS and the job of the CI`() throws {
        let place = try EmulatedStage()
        try place.rollout(afterLooks: 100_000)
        let job = ["GITHUB_ACTOR": "ada", "GITHUB_REPOSITORY": "shop/api", "GITHUB_RUN_ID": "17"]
        let environment = place.environment.merging(job) { $1 }
        let words = ["deploy", "shop/dev", "--image", "shop:v1", "--poll", "1s"]
        let running = try place.sandbox.start(words, environment: environment)
        for _ in 0..<2_000 where try place.writes().count < 2 { usleep(10_000) }
        let run = "github:ada, https://github.com/shop/api/actions/runs/17 (process "
        let busy = try place.run("restart", "shop/dev")
        #expect(busy.status == 5 && busy.error.contains("error: arn:aws:"), "\(busy.error)")
        #expect(busy.error.contains(run), "\(busy.error)")
        running.signal(SIGHUP)
        let answer = running.answer()
        #expect(answer.status == 130, "\(answer.error)")
        #expect(answer.error.contains("what AWS has started goes on. hint: stackledger recover shop/dev"))
        let open = try place.run("restart", "shop/dev", "--poll", "0s")
        #expect(open.status == 5 && open.error.contains("shop/dev@v1 has not ended: arn:aws:"), "\(open.error)")
        #expect(open.error.contains(run), "\(open.error)")
    }

    @Test func `is not what a missing sealing key ends in: it is found before anything is written down`() throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        let key = "\(place.sandbox.ledger)/keys/seal.key"
        try FileManager.default.moveItem(atPath: key, toPath: key + ".away")
        let before = (try place.sandbox.log().head(), try place.writes())
        for words in [["deploy", "shop/dev", "--image", "shop:v2"], ["restart", "shop/dev"]] {
            let answer = try place.sandbox.run(words, environment: place.environment)
            #expect(answer.status == 1 && answer.error.contains("seal"), "\(answer.error)")
        }
        #expect(try place.sandbox.log().head() == before.0 && place.writes() == before.1)
    }
}
