import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerValues
import Testing

/// A stage whose second deployment succeeded, and whose third was killed.
private struct Killed {
    let place: EmulatedStage
    /// How often each call was carried out before.
    private let before: [String]

    static let words = ["deploy", "shop/dev", "--image", "shop:v3"]

    /// The process dies while it waits for the answer to `operation`, which is carried out or not.
    init(at operation: String, _ fate: String, _ words: [String] = words) throws {
        place = try EmulatedStage()
        for tag in ["v1", "v2"] { try place.deploy(tag) }
        try place.meet(operation, fate)
        try place.sandbox.start(words, environment: place.environment).die(atHeld: place)
        before = try place.writes()
    }

    func run(_ words: [String]) throws -> Answer {
        try place.sandbox.run(words + ["--poll", "0s"], environment: place.environment)
    }

    /// The calls since the process died.
    func calls() throws -> [String] { Array(try place.writes().dropFirst(before.count)) }

    /// How often the image of the killed deployment was registered, and its revision sent.
    struct Sendings: Equatable {
        let registered, updated: Int

        static let onlyRegistered = Sendings(registered: 1, updated: 0)
        static let once = Sendings(registered: 1, updated: 1)
    }

    func sendings() throws -> Sendings {
        let image = place.image("v3")
        let registered = try place.requests("RegisterTaskDefinition").filter {
            $0["containerDefinitions"]?.array?.first?["image"]?.string == image
        }
        let updated = try place.requests("UpdateService").filter {
            $0["taskDefinition"]?.string?.hasSuffix("/\(place.name):4") == true
        }
        return Sendings(registered: registered.count, updated: updated.count)
    }
}

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `What was not sent when a deploy was killed` {
    private static let acts: [(words: [String], calls: [String])] = [
        (["rollback", "shop/dev", "v1"], ["UpdateService"]),
        (["deploy", "shop/dev", "--image", "shop:v4"], ["RegisterTaskDefinition", "UpdateService"]),
        (["deploy", "shop/dev", "--image", "shop:v4", "--supersede"], ["RegisterTaskDefinition", "UpdateService"]),
        (["restart", "shop/dev"], ["UpdateService"]), (["scale", "shop/dev", "--desired", "3"], ["UpdateService"]),
        (["cancel", "shop/dev"], []),
    ]

    @Test(arguments: acts, [true, false])
    func `is abandoned by any other act`(_ act: (words: [String], calls: [String]), isRegistered: Bool) throws {
        let killed = try Killed(at: isRegistered ? "UpdateService" : "RegisterTaskDefinition", "holdBefore")
        let place = killed.place
        let answer = try killed.run(act.words)
        #expect(answer.status == 0, "\(answer.error)")
        #expect(try killed.calls() == act.calls)
        let sent = try killed.sendings()
        #expect(sent.registered == (isRegistered ? 1 : 0) && (sent.updated == 0 || !isRegistered))
        let outcomes = try place.outcomes()
        #expect(outcomes.prefix(3) == ["succeeded", "succeeded", "cancelled"])
        #expect(outcomes.dropFirst(3).allSatisfy { $0 == "succeeded" })
        #expect(try place.sandbox.column("status", of: "actions").contains("abandoned"))
        #expect(try place.sandbox.column("status", of: "actions", "--in-doubt").isEmpty)
    }

    /// What ran before it runs still, so a rollback goes back from that: to what `targets` says.
    @Test(arguments: ["RegisterTaskDefinition", "UpdateService"])
    func `does not change where a rollback goes`(_ operation: String) throws {
        let killed = try Killed(at: operation, "holdBefore")
        let query = "SELECT version FROM rollback_targets WHERE is_default"
        #expect(try killed.place.sandbox.column("version", of: "query", query) == [1])
        let answer = try killed.run(["rollback", "shop/dev"])
        #expect(answer.status == 0 && answer.output.hasPrefix("rolled back to v1 as v4"), "\(answer.error)")
        #expect(try killed.place.running() == "\(killed.place.name):2")
        #expect(try killed.sendings().updated == 0)
    }

    /// Also where the rollback died once it had cancelled it.
    @Test func `does not change where a rollback goes that is tried again`() throws {
        let killed = try Killed(at: "UpdateService", "holdBefore")
        let place = killed.place
        try place.succeed("cancel", "shop/dev", "-m", "a rollback takes its place", "--poll", "0s")
        let answer = try killed.run(["rollback", "shop/dev"])
        #expect(answer.status == 0 && answer.output.hasPrefix("rolled back to v1 as v4"), "\(answer.error)")
    }

    @Test(arguments: ["RegisterTaskDefinition", "UpdateService"], ["holdBefore", "holdAfter"])
    func `is resumed by the same act, once`(_ operation: String, _ fate: String) throws {
        let killed = try Killed(at: operation, fate)
        let again = try killed.run(Killed.words)
        #expect(again.status == 0, "\(again.error)")
        #expect(again.output.hasPrefix("shop/dev@v3 runs \(killed.place.name):4"), "\(again.output)")
        #expect(try killed.sendings() == .once)
        #expect(try killed.place.outcomes() == ["succeeded", "succeeded", "succeeded"])
    }

    @Test func `and was the first, leaves nothing to go back to`() throws {
        let place = try EmulatedStage()
        try place.meet("UpdateService", "holdBefore")
        let words = ["deploy", "shop/dev", "--image", "shop:v1"]
        try place.sandbox.start(words, environment: place.environment).die(atHeld: place)
        let answer = try place.run("rollback", "shop/dev", "--poll", "0s")
        #expect(answer.status == 4 && answer.error.contains("v1 was not carried out"), "\(answer.error)")
        #expect(try place.writes() == ["RegisterTaskDefinition"] && place.running() == "\(place.name):1")
    }

    @Test(arguments: ["holdBefore", "holdAfter"])
    func `is resumed by the same rollback, which goes no further back`(_ fate: String) throws {
        let killed = try Killed(at: "UpdateService", fate, ["rollback", "shop/dev"])
        let dry = try killed.place.succeed("rollback", "shop/dev", "--dry-run")
        #expect(!dry.output.contains("deployment.requested"), "\(dry.output)")
        let again = try killed.run(["rollback", "shop/dev", "--expect", "v2"])
        #expect(again.status == 0 && again.output.hasPrefix("rolled back to v1 as v3"), "\(again.error)")
        #expect(try killed.place.requests("UpdateService").count == 3)
        #expect(try killed.place.running() == "\(killed.place.name):2")
    }

    @Test func `is shown by a dry run as it will be ended`() throws {
        let killed = try Killed(at: "RegisterTaskDefinition", "holdBefore")
        // What was sent has to be looked for first, which a dry run does not do.
        try killed.place.meet("ListTaskDefinitions", "holdBefore")
        try killed.place.start("recover", "shop/dev").die(atHeld: killed.place, 2)
        let answer = try killed.place.succeed("rollback", "shop/dev", "v1", "--dry-run")
        #expect(answer.output.contains("would append  deployment.cancelRequested.v1"), "\(answer.output)")
        #expect(!answer.output.contains("StopServiceDeployment"))
    }

    @Test func `is not abandoned for what is refused`() throws {
        let killed = try Killed(at: "RegisterTaskDefinition", "holdBefore")
        let refused = try killed.run(["deploy", "shop/dev", "--image", "shop:gone"])
        #expect(refused.status == 3, "\(refused.error)")
        #expect(try killed.place.outcomes() == ["succeeded", "succeeded", nil])
        #expect(try killed.run(Killed.words).status == 0)
    }
}

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `What AWS had begun when a deploy was killed` {
    /// The deployment goes on at AWS for as long as the test wants.
    private func begun() throws -> Killed {
        let place = try Killed(at: "UpdateService", "holdAfter")
        try place.place.rollout(afterLooks: 100_000)
        return place
    }

    @Test(arguments: [
        ["deploy", "shop/dev", "--image", "shop:v4"], ["restart", "shop/dev"], ["scale", "shop/dev", "--desired", "3"],
    ])
    func `is named to another act, which is a conflict`(_ words: [String]) throws {
        let killed = try begun()
        let answer = try killed.run(words)
        #expect(answer.status == 5 && answer.error.contains("shop/dev@v3 has not ended: arn:aws:"), "\(answer.error)")
        #expect(answer.error.contains("(process "), "\(answer.error)")
        #expect(try killed.calls() == [])
        #expect(try killed.place.outcomes() == ["succeeded", "succeeded", nil])
    }

    @Test func `is waited for by an act that may wait`() throws {
        let killed = try begun()
        let words = ["deploy", "shop/dev", "--image", "shop:v4", "--poll", "0s", "--lock-wait", "1m"]
        let waiting = try killed.place.sandbox.start(words, environment: killed.place.environment)
        usleep(1_000_000)
        #expect(waiting.isRunning)
        try killed.place.rollout()
        let answer = waiting.answer()
        #expect(answer.status == 0, "\(answer.error)")
        #expect(try killed.place.outcomes() == ["succeeded", "succeeded", "succeeded", "succeeded"])
        #expect(try killed.sendings() == .once)
    }

    /// Also where the rollback died once it had stopped it.
    @Test(arguments: [true, false])
    func `is what a rollback goes back from, and targets say so`(_ isStopped: Bool) throws {
        let killed = try begun()
        if isStopped {
            try killed.place.succeed("cancel", "shop/dev", "-m", "a rollback takes its place", "--poll", "0s")
        }
        let targets = try killed.place.succeed("targets", "shop/dev")
        #expect(targets.output.contains("goes back to v2, which ran before the newest"), "\(targets.output)")
        #expect(try killed.place.sandbox.column("isDefault", of: "targets", "shop/dev").contains(true))
        let answer = try killed.run(["rollback", "shop/dev", "--no-wait"])
        #expect(answer.status == 0, "\(answer.error)")
        #expect(try killed.place.running() == "\(killed.place.name):3")
        #expect(try killed.place.sandbox.column("fromVersion", of: "history", "shop/dev").first == 2)
    }

    @Test(arguments: [
        ["rollback", "shop/dev", "v1", "--no-wait"],
        ["deploy", "shop/dev", "--image", "shop:v4", "--supersede", "--no-wait"], ["cancel", "shop/dev"],
    ])
    func `is stopped by acts that end it`(_ words: [String]) throws {
        let killed = try begun()
        let answer = try killed.run(words)
        #expect(answer.status == 0, "\(answer.error)")
        #expect(try killed.calls().first == "StopServiceDeployment")
        #expect(try killed.sendings() == .once)
        #expect(try killed.place.outcomes().dropFirst(2).first == "cancelled")
    }
}

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `An update that was carried out and taken back` {
    /// AWS's breaker went back to what ran before, or somebody with the console did.
    private func takenBack(byAWS: Bool, _ words: [String] = Killed.words) throws -> Killed {
        let killed = try Killed(at: "UpdateService", "holdAfter", words)
        let place = killed.place
        if byAWS {
            try place.rollout(ends: "FAILED")
            for _ in 0..<3 { _ = try place.running() }
        } else {
            try place.rollout(afterLooks: 2)
            try place.replace(with: 3)
            for _ in 0..<3 { _ = try place.running() }
        }
        #expect(try place.running() == "\(place.name):3")
        return killed
    }

    @Test(arguments: [true, false], [["recover", "shop/dev"], Killed.words])
    func `is never sent again`(byAWS: Bool, _ words: [String]) throws {
        let killed = try takenBack(byAWS: byAWS)
        let answer = try killed.run(words)
        #expect(answer.status == (byAWS ? 7 : 5), "\(answer.error)")
        #expect(try killed.sendings() == .once)
        #expect(try killed.place.outcomes() == ["succeeded", "succeeded", byAWS ? "rolledBack" : "cancelled"])
        #expect(try killed.place.running() == "\(killed.place.name):3")
        let verdicts = try killed.place.sandbox.records(ofType: "action.reconciled.v1").map { $0.data["verdict"] }
        #expect(verdicts == ["landed"])
    }

    @Test(arguments: ["ListServiceDeployments", "DescribeServiceRevisions"])
    func `is in doubt where ECS may not be asked`(_ operation: String) throws {
        let killed = try takenBack(byAWS: true)
        try killed.place.meet(operation, Array(repeating: "denied", count: 20))
        for words in [["recover", "shop/dev"], Killed.words, ["deploy", "shop/dev", "--image", "shop:v4"]] {
            let answer = try killed.run(words)
            #expect(answer.status == 9, "\(words): \(answer.error)")
        }
        #expect(try killed.sendings() == .once)
        #expect(try killed.place.running() == "\(killed.place.name):3")
    }

    @Test func `does not stop a rollback, which has its way`() throws {
        let killed = try takenBack(byAWS: true)
        try killed.place.rollout()
        let answer = try killed.run(["rollback", "shop/dev", "v1"])
        #expect(answer.status == 0, "\(answer.error)")
        #expect(try killed.sendings() == .once)
        #expect(try killed.place.outcomes() == ["succeeded", "succeeded", "rolledBack", "succeeded"])
        #expect(try killed.place.running() == "\(killed.place.name):2")
    }

    @Test func `that was a restart ends as ECS says`() throws {
        let killed = try takenBack(byAWS: true, ["restart", "shop/dev"])
        let answer = try killed.run(["recover", "shop/dev"])
        #expect(answer.status == 7, "\(answer.error)")
        #expect(try killed.calls() == [])
    }
}

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `A killed call and a colleague` {
    @Test func `who deploys something else does not make a restart succeed`() throws {
        let killed = try Killed(at: "UpdateService", "holdBefore", ["restart", "shop/dev"])
        try killed.place.replace(with: 1)
        let answer = try killed.run(["recover", "shop/dev"])
        #expect(answer.status == 9, "\(answer.error)")
        #expect(try killed.calls() == ["UpdateService"])
        #expect(try killed.place.outcomes() == ["succeeded", "succeeded", nil])
    }

    @Test func `who goes back to what ran keeps that`() throws {
        let killed = try Killed(at: "UpdateService", "holdBefore")
        try killed.place.replace(with: 1)
        try killed.place.replace(with: 3)
        let answer = try killed.run(["recover", "shop/dev"])
        #expect(answer.status == 9, "\(answer.error)")
        #expect(try killed.sendings() == .onlyRegistered)
        #expect(try killed.place.running() == "\(killed.place.name):3")
    }

    @Test func `who deploys before the update is sent keeps that`() throws {
        let killed = try Killed(at: "RegisterTaskDefinition", "holdAfter")
        try killed.place.replace(with: 1)
        let answer = try killed.run(["recover", "shop/dev"])
        #expect(answer.status == 6 && answer.error.contains("somebody changed service"), "\(answer.error)")
        #expect(try killed.sendings() == .onlyRegistered)
        #expect(try killed.place.running() == "\(killed.place.name):1")
    }

    @Test func `who deregisters the new revision does not have it registered again`() throws {
        let killed = try Killed(at: "RegisterTaskDefinition", "holdAfter")
        let revision = "\(killed.place.name):4"
        _ = try killed.place.emulator.cli("ecs", "deregister-task-definition", "--task-definition", revision)
        let answer = try killed.run(["recover", "shop/dev"])
        #expect(answer.status == 6 && answer.error.contains("inactive"), "\(answer.error)")
        #expect(try killed.sendings() == .onlyRegistered)
    }

    @Test func `whose deployment is under way is not stopped for ours`() throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        try place.rollout(afterLooks: 100_000)
        try place.deploy("v2", "--no-wait")
        try place.replace(with: 1)
        let answer = try place.run("cancel", "shop/dev", "--poll", "0s")
        #expect(answer.status == 0, "\(answer.error)")
        #expect(try !place.writes().contains("StopServiceDeployment"))
        #expect(try place.outcomes() == ["succeeded", "cancelled"])
    }
}
