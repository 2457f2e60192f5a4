import Foundation
import LedgerDomain
import Testing
import LedgerValues

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `Rolling back` {
    private func deployed(_ count: Int) throws -> EmulatedStage {
        let place = try EmulatedStage()
        for number in 1...count { try place.deploy("v\(number)") }
        return place
    }

    @Test func `goes further back each time, and never to what was left`() throws {
        let place = try deployed(3)
        let first = try place.succeed("rollback", "shop/dev", "-m", "errors", "--poll", "0s")
        #expect(first.output.hasPrefix("rolled back to v2 as v4: runs \(place.name):3"), "\(first.output)")
        #expect(first.output.contains("undo: stackledger rollback shop/dev \(place.name):4"))
        #expect(try place.running() == "\(place.name):3")
        try place.succeed("rollback", "shop/dev", "--poll", "0s")
        #expect(try place.running() == "\(place.name):2")
        // What ran before the ledger names its image by a tag: it is registered again, pinned.
        try place.succeed("rollback", "shop/dev", "--poll", "0s")
        #expect(try place.running() == "\(place.name):5")
        let none = try place.run("rollback", "shop/dev", "--poll", "0s")
        #expect(none.status == 4, "\(none.error)")
        #expect(try place.requests("RegisterTaskDefinition").count == 4)
        #expect(try place.outcomes().count == 6)
    }

    /// The ledger knows that it ran, from events, and never saw its body; AWS has it.
    @Test(arguments: [true, false])
    func `copies from AWS a revision that was never recorded`(_ isActive: Bool) throws {
        let place = try EmulatedStage()
        let revision = "\(place.name):1"
        let started: JSONObject = ["revision": .string(revision), "image": .string(place.image("v1"))]
        try place.sandbox.record([
            #"{"type":"deployment.requested","subject":"stage/shop/dev","data":{"kind":"deploy"}}"#,
            #"{"type":"deployment.started","subject":"stage/shop/dev","data":\#(CanonicalJSON.text(.object(started)))}"#,
            #"{"type":"deployment.succeeded","subject":"stage/shop/dev"}"#,
        ])
        try place.deploy("v2")
        if !isActive {
            _ = try place.emulator.cli("ecs", "deregister-task-definition", "--task-definition", revision)
        }
        let answer = try place.succeed("rollback", "shop/dev", "--poll", "0s")
        #expect(answer.output.hasPrefix("rolled back to v1 as v3"), "\(answer.output)")
        #expect(try place.running() == "\(place.name):3")
        let container = try place.definition("\(place.name):3")?["containerDefinitions"]?.array?.first
        #expect(container?["image"]?.string == place.image("v1"))
    }

    @Test func `registers again what is inactive, its values intact`() throws {
        let place = try deployed(2)
        _ = try place.emulator.cli("ecs", "deregister-task-definition", "--task-definition", "\(place.name):2")
        try place.succeed("rollback", "shop/dev", "--poll", "0s")
        #expect(try place.running() == "\(place.name):4")
        let container = try place.definition("\(place.name):4")?["containerDefinitions"]?.array?.first
        #expect(container?["environment"] == [["name": "DATABASE_URL", "value": .string(EmulatedStage.value)]])
        #expect(container?["image"]?.string == place.image("v1"))
        #expect(container?["ulimits"]?.array?.first?["softLimit"] == 9)
        let sent = try place.requests("RegisterTaskDefinition").last
        #expect(sent?["tags"]?.array?.contains(["key": "team", "value": "shop"]) == true)
        #expect(sent?["tags"]?.array?.count == 2)
        try place.checkThatValuesAreSealed()
        #expect(try place.outcomes() == ["succeeded", "succeeded", "succeeded"])
    }

    @Test func `goes where it is told, not where it is`() throws {
        let place = try deployed(3)
        try place.succeed("rollback", "shop/dev", "v1", "--poll", "0s")
        #expect(try place.running() == "\(place.name):2")
        let words = ["rollback", "shop/dev", "v1"]
        try place.sandbox.refuse(
            words,
            environment: place.environment,
            with: 4,
            "shop/dev already runs the content of v1"
        )
        try place.succeed("rollback", "shop/dev", "\(place.name):3", "--poll", "0s")
        #expect(try place.running() == "\(place.name):3")
    }

    @Test func `goes to what ran before the ledger was begun, as the first deployment tells`() throws {
        let place = try EmulatedStage()
        let undo = try place.deploy("v1").lines.last?.split(separator: " ").last.map(String.init)
        #expect(undo == "\(place.name):1")
        let back = try place.succeed("rollback", "shop/dev", undo ?? "", "--poll", "0s")
        #expect(back.output.hasPrefix("rolled back to v0 as v2: runs \(place.name):3 "), "\(back.output)")
        #expect(try place.running() == "\(place.name):3")
        for (target, status) in [("\(place.name):1", Int32(4)), ("\(place.name):9", 4), ("other:1", 3)] {
            try place.sandbox.refuse(["rollback", "shop/dev", target], environment: place.environment, with: status)
        }
        #expect(try place.outcomes() == ["succeeded", "succeeded"])
    }

    @Test(arguments: ["holdBefore", "holdAfter"])
    func `is resumed after it was killed`(_ fate: String) throws {
        let place = try deployed(2)
        _ = try place.emulator.cli("ecs", "deregister-task-definition", "--task-definition", "\(place.name):2")
        for operation in ["RegisterTaskDefinition", "UpdateService"] { try place.meet(operation, fate) }
        for (words, held) in [(["rollback", "shop/dev"], Int64(1)), (["recover", "shop/dev"], 2)] {
            let killed = try place.sandbox.start(words, environment: place.environment)
            try place.waitForHeld(held)
            killed.signal(SIGKILL)
            _ = killed.answer()
        }
        try place.succeed("recover", "--poll", "0s")
        let made = ["RegisterTaskDefinition", "UpdateService"]
        #expect(try place.writes() == made + made + ["DeregisterTaskDefinition"] + made)
        #expect(try place.running() == "\(place.name):4")
        let container = try place.definition("\(place.name):4")?["containerDefinitions"]?.array?.first
        #expect(container?["environment"] == [["name": "DATABASE_URL", "value": .string(EmulatedStage.value)]])
        #expect(try place.outcomes() == ["succeeded", "succeeded", "succeeded"])
    }

    @Test func `passes over what is marked bad`() throws {
        let place = try deployed(3)
        try place.sandbox.succeed("mark", "shop/dev@v2", "bad", "-m", "leaks")
        let dry = try place.succeed("rollback", "shop/dev", "--dry-run")
        #expect(dry.output.contains("\(place.name):2"))
        try place.succeed("rollback", "shop/dev", "--poll", "0s")
        #expect(try place.running() == "\(place.name):2")
    }
}
