import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import LedgerValues
import Testing

/// Somebody who can write to a ledger, and does not have its sealing key.
private struct Intruder {
    let place: EmulatedStage
    let deployment = UniqueID(high: 0x0189_0000_0000_7000, low: .random(in: 0x8000_0000_0000_0000 ... .max))

    private func draft(_ event: StageEvent, _ number: UInt64) throws -> EventDraft {
        let event = LedgerEvent.stage(event)
        return EventDraft(
            id: UniqueID(high: deployment.high, low: deployment.low &+ number),
            type: event.type.rawValue,
            subject: "stage/shop/dev",
            time: Timestamp(microseconds: Int64(Date.now.timeIntervalSince1970 * 1_000_000)),
            actor: "mallory",
            correlationID: deployment,
            data: try SealedData(checking: event.data)
        )
    }

    /// Straight into the file, past all that the program checks.
    func write(_ events: [StageEvent]) throws {
        let log = try SQLiteEventLog.open(at: place.sandbox.ledger, clock: { "2026-11-03T10:00:00Z" })
        let drafts = try events.enumerated().map { try draft($1, UInt64($0) + 1) }
        _ = try log.append(drafts, to: "stage/shop/dev", expecting: .any)
    }

    func request(_ kind: DeploymentKind, _ plan: [DeploymentOperation], version: Int) -> StageEvent {
        var request = DeploymentRequest(kind: kind)
        request.plan = plan
        return .deployment(deployment, version: version, .requested(request))
    }

    func intent(_ operation: DeploymentOperation, _ request: JSONObject) -> StageEvent {
        let action = UniqueID(high: deployment.high, low: deployment.low ^ 0xff)
        return .action(action, deployment: deployment, .intended(ActionIntent(operation, request)))
    }

    /// A call that moves another service.
    var elsewhere: StageEvent {
        intent(.updateService, ["cluster": "main", "service": "victim", "taskDefinition": "victim:1"])
    }
}

/// Whoever can only write to a ledger can make it wrong, but can never make it call AWS.
@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `An open deployment that the ledger did not write itself` {
    private func place() throws -> EmulatedStage {
        let place = try EmulatedStage()
        try place.deploy("v1")
        try place.deploy("v2")
        let intruder = Intruder(place: place)
        try intruder.write([intruder.request(.restart, [.updateService], version: 3), intruder.elsewhere])
        return place
    }

    @Test(arguments: [
        ["recover"], ["recover", "shop/dev"], ["deploy", "shop/dev", "--image", "shop:v1"], ["restart", "shop/dev"],
        ["scale", "shop/dev", "--desired", "3"], ["approve", "shop/dev"],
        ["deploy", "shop/dev", "--image", "shop:v1", "--dry-run"],
    ])
    func `is refused, and nothing is sent`(_ words: [String]) throws {
        let place = try place()
        let before = (try place.writes(), try place.sandbox.log().head())
        let answer = try place.sandbox.run(words, environment: place.environment)
        #expect(answer.status == 4, "\(answer.error)")
        #expect(answer.error.contains("is not this ledger's own: it did not write #"), "\(answer.error)")
        #expect(answer.error.contains("stackledger cancel shop/dev"), "\(answer.error)")
        #expect(try place.writes() == before.0)
        #expect(try place.sandbox.log().head() == before.1)
    }

    @Test func `is cancelled in the log alone`() throws {
        let place = try place()
        let before = try place.writes()
        let dry = try place.succeed("cancel", "shop/dev", "--dry-run")
        #expect(!dry.output.contains("would call") && !dry.output.contains("cancelRequested"), "\(dry.output)")
        try place.succeed("cancel", "shop/dev", "-m", "not ours")
        #expect(try place.outcomes() == ["succeeded", "succeeded", "cancelled"])
        #expect(try place.writes() == before)
    }

    @Test func `gives way to a rollback, which makes its own calls alone`() throws {
        let place = try place()
        try place.succeed("rollback", "shop/dev", "--poll", "0s")
        #expect(try place.running() == "\(place.name):2")
        let services = try place.requests("UpdateService").map { $0["service"]?.string }
        #expect(services.allSatisfy { $0 == place.name }, "\(services)")
        #expect(try place.outcomes() == ["succeeded", "succeeded", "cancelled", "succeeded"])
    }

    @Test func `gives way to a deployment that supersedes it`() throws {
        let place = try place()
        try place.deploy("v3", "--supersede")
        #expect(try place.running() == "\(place.name):4")
        #expect(try place.outcomes() == ["succeeded", "succeeded", "cancelled", "succeeded"])
    }

    @Test func `is taken over after a look at its whole calls, if they are the stage's`() throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        let intruder = Intruder(place: place)
        var request: JSONObject = ["cluster": "main", "service": .string(place.name)]
        request["forceNewDeployment"] = true
        try intruder.write([
            intruder.request(.restart, [.updateService], version: 2), intruder.intent(.updateService, request),
        ])
        let shown = try place.sandbox.succeed("recover", "--dry-run").output
        #expect(shown.contains("(not written by this ledger: --adopt takes it over)"), "\(shown)")
        #expect(shown.contains("would call    ecs UpdateService  {\"cluster\":\"main\""), "\(shown)")
        let json = try place.sandbox.json("recover", "--dry-run").array?.first
        #expect(json?["own"] == false && json?["calls"]?.array?.first?["request"]?["service"]?.string == place.name)
        try place.sandbox.refuse(["recover", "shop/dev", "--adopt"], environment: place.environment, with: 64)
        try place.sandbox.refuse(["recover", "--adopt", "-m", "x"], environment: place.environment, with: 64)
        let words = ["recover", "shop/dev", "--adopt", "-m", "checked", "--poll", "0s"]
        let adopted = try place.sandbox.run(words, environment: place.environment)
        #expect(adopted.status == 0, "\(adopted.error)")
        #expect(adopted.error.contains("would call    ecs UpdateService  {\"cluster\":\"main\""), "\(adopted.error)")
        #expect(try place.requests("UpdateService").count == 2)
        #expect(try place.sandbox.records(ofType: "deployment.adopted.v1").count == 1)
        try place.sandbox.refuse(words, environment: place.environment, with: 4, "no open deployment from elsewhere")
    }

    @Test func `is not sent to another service even when somebody adopts it`() throws {
        let place = try place()
        let words = ["recover", "shop/dev", "--adopt", "-m", "checked", "--poll", "0s"]
        let answer = try place.sandbox.run(words, environment: place.environment)
        #expect(answer.status == 6, "\(answer.error)")
        let services = try place.requests("UpdateService").map { $0["service"]?.string }
        #expect(services.allSatisfy { $0 == place.name }, "\(services)")
    }

    @Test func `does not go on to the next stage because it says that it succeeded`() throws {
        let shop = try Pipeline()
        try shop.deploy("v1")
        let staging = shop.stage("staging")
        let stage = shop.stage("dev")
        let intruder = Intruder(place: stage)
        var request = DeploymentRequest(kind: .promote, image: shop.image("v2"), origin: .stage("dev", version: 1))
        request.plan = [.registerTaskDefinition, .updateService]
        request.goesOnward = true
        try intruder.write([
            .deployment(intruder.deployment, version: 2, .requested(request)),
            .deployment(
                intruder.deployment,
                version: 2,
                .started(revision: "\(stage.name):9", image: shop.image("v2"), awsDeployment: nil)
            ),
            .deployment(intruder.deployment, version: 2, .succeeded()),
        ])
        let answer = try shop.run("recover", "--poll", "0s")
        #expect(answer.status == 4, "\(answer.error)")
        #expect(try staging.writes() == [])
    }
}

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `Somebody who records events` {
    @Test(arguments: [
        Event.line(
            "deployment.requested",
            "stage/shop/dev",
            ["kind": "restart", "changes": ["plan": ["updateService"]]]
        ),
        Event.line("deployment.requested", "stage/shop/dev", ["kind": "promote", "changes": ["onward": true]]),
        Event.line("deployment.adopted", "stage/shop/dev", ["version": 1, "reason": "x"]),
        Event.line(
            "action.resolved",
            "stage/shop/dev",
            ["version": 1, "action": "0193a2b4-6d01-7a2b-9c3d-4e5f60718293", "verdict": "absent", "reason": "x"]
        ),
    ])
    func `cannot write what calls follow from`(_ line: String) throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        try place.sandbox.refuse(record: [line], with: 4, "only stackledger itself writes")
    }

    @Test(arguments: ["succeeded", "cancelled", "approved", "cancelRequested"])
    func `cannot write what becomes of a deployment that the program carries out`(_ what: String) throws {
        let place = try EmulatedStage()
        try place.kill(["deploy", "shop/dev", "--image", "shop:v1"], at: "UpdateService", "holdAfter")
        let line = Event.line("deployment.\(what)", "stage/shop/dev")
        try place.sandbox.refuse(record: [line], with: 4, "stackledger itself carries out shop/dev@v1")
        try place.sandbox.record([
            Event.line("deployment.marked", "stage/shop/dev", ["version": 1, "mark": "bad", "reason": "x"])
        ])
    }

    @Test func `is told from the program by the source`() throws {
        let place = try EmulatedStage()
        let recorded = try place.sandbox.records(ofType: "stage.added.v1")
        #expect(recorded.map(\.source) == ["/stackledger/record"])
        try place.sandbox.succeed("stage", "lock", "shop/dev", "-m", "x")
        #expect(try place.sandbox.records(ofType: "stage.locked.v1").map(\.source) == ["/stackledger"])
    }
}

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `A definition that somebody only recorded` {
    private let evil = "evil.example/app@sha256:\(String(repeating: "e", count: 64))"

    /// v1 runs; then, as events say, another revision; then v3 runs.
    private func place(_ image: String) throws -> EmulatedStage {
        let place = try EmulatedStage()
        try place.deploy("v1")
        let definition: JSONObject = [
            "family": .string(place.name),
            "containerDefinitions": [["name": "api", "image": .string(image), "memory": 64]],
        ]
        let ran: JSONObject = ["revision": .string("\(place.name):9"), "image": .string(place.image("v2"))]
        var request = ran
        request["kind"] = "deploy"
        try place.sandbox.record([
            Event.revision(place.name, 9, definition), Event.deployment("requested", "shop/dev", request),
            Event.deployment("started", "shop/dev", ran), Event.deployment("succeeded", "shop/dev"),
        ])
        try place.deploy("v3")
        return place
    }

    @Test func `is not registered where AWS does not show it`() throws {
        let place = try place(evil)
        let before = try place.writes()
        let words = ["rollback", "shop/dev", "v2", "--poll", "0s"]
        let told = try place.sandbox.refuse(words, environment: place.environment, with: 4, "definitionUnchecked")
        #expect(told.error.contains("--force"), "\(told.error)")
        #expect(try place.writes() == before)
        let forced = try place.sandbox.run(words + ["--force", "-m", "I know it"], environment: place.environment)
        #expect(forced.error.contains("others recorded \(place.name):9: {\"containerDefinitions\""), "\(forced.error)")
        #expect(forced.status == 0, "\(forced.error)")
    }
}

/// Events can be forged: what they tell may be wrong, and a rollback that names no target does not go by it.
@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `A deployment of which only events tell` {
    private func event(_ place: EmulatedStage, _ detail: JSONObject, at time: String, type: String, id: Int) -> String {
        let event: JSONObject = [
            "version": "0", "id": .string("3f0e4d6c-1111-4222-8333-44445555\(id)"), "detail-type": .string(type),
            "source": "aws.ecs", "account": "123456789012", "region": "eu-west-1",
            "time": .string(time),
            "resources": [.string("arn:aws:ecs:eu-west-1:123456789012:service/main/\(place.name)")],
            "detail": .object(detail),
        ]
        return CanonicalJSON.text(.object(event))
    }

    /// v1 ran, and v2 runs; events tell of another revision between them.
    private func place(_ revision: Int) throws -> EmulatedStage {
        let place = try EmulatedStage()
        try place.deploy("v1")
        sleep(2)
        let time = Timestamp(microseconds: Int64(Date.now.timeIntervalSince1970) * 1_000_000).description
        sleep(1)
        try place.deploy("v2")
        let base = "arn:aws:ecs:eu-west-1:123456789012"
        let task: JSONObject = [
            "taskArn": .string("\(base):task/main/0f1e2d3c4b5a69788796a5b4c3d2e1f0"),
            "clusterArn": .string("\(base):cluster/main"),
            "taskDefinitionArn": .string("\(base):task-definition/\(place.name):\(revision)"),
            "group": .string("service:\(place.name)"), "startedBy": "ecs-svc/9999", "lastStatus": "RUNNING",
            "desiredStatus": "RUNNING", "containers": [],
        ]
        let done: JSONObject = [
            "eventType": "INFO", "eventName": "SERVICE_DEPLOYMENT_COMPLETED", "deploymentId": "ecs-svc/9999",
            "updatedAt": .string(time),
            "reason": "ok",
        ]
        let lines = [
            event(place, task, at: time, type: "ECS Task State Change", id: 1_001),
            event(place, done, at: time, type: "ECS Deployment State Change", id: 1_002),
        ]
        let answer = try place.sandbox.run(["ingest", "-"], input: Array(lines.joined(separator: "\n").utf8))
        #expect(answer.status == 0, "\(answer.error)")
        return place
    }

    @Test func `is passed over by a rollback that names no target`() throws {
        let place = try place(7)
        #expect(try place.sandbox.column("kind", of: "history", "shop/dev").contains("observed"))
        let answer = try place.succeed("rollback", "shop/dev", "--poll", "0s")
        #expect(answer.error.contains("only events say that it ran"), "\(answer.error)")
        let revision = try #require(try place.running())
        let image = try place.definition(revision)?["containerDefinitions"]?.array?.first?["image"]?.string
        #expect(image == place.image("v1"), "\(answer.output)")
    }
}
