import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import Testing
import LedgerValues

@Suite(.startsPrograms)
struct `Recording` {
    @Test func `under a key is done once`() throws {
        let sandbox = try Sandbox.withShop()
        let batch = Event.release("shop/dev", "one")
        let first = try sandbox.record(batch, "--idempotency-key", "k", "-o", "json")
        let second = try sandbox.record(batch, "--idempotency-key", "k", "-o", "json")
        let places = { (answer: Answer) throws in
            try JSONReader.value(answer.bytes).array?.map { [$0["position"], $0["id"]] }
        }
        #expect(try places(first) == places(second))
        let repeated = try JSONReader.value(second.bytes).array?.map { $0["repeated"] }
        #expect(repeated == [true, true, true])
        #expect(try sandbox.checkedSize() == 7)
        for other in [
            Event.release("shop/dev", "two"), Event.release("shop/staging", "one"), Array(batch.dropLast()),
            batch + batch,
        ] {
            let answer = try sandbox.propose(other, ["--idempotency-key", "k"])
            #expect(answer.status == 5 && answer.error.isErrorLine, "\(answer)")
        }
        #expect(try sandbox.checkedSize() == 7)
    }

    @Test func `shows what it would append, and appends nothing`() throws {
        let sandbox = try Sandbox.withShop()
        let answer = try sandbox.record(Event.release("shop/dev", "one"), "--dry-run")
        #expect(answer.lines.count == 3 && answer.lines.allSatisfy { $0.hasPrefix("would append") })
        #expect(try sandbox.checkedSize() == 4)
    }

    @Test func `takes who and when from the event before the options`() throws {
        let sandbox = try Sandbox.withLedger()
        let own =
            "{\"type\":\"stack.created\",\"actor\":\"eve\",\"time\":\"2026-01-02T03:04:05Z\",\"data\":{\"stack\":\"a\",\"architecture\":\"container\"}}"
        try sandbox.record([own, Event.stack("b")], "--actor", "ana", "--time", "2026-02-01")
        #expect(try sandbox.column("actor", of: "events") == ["eve", "ana"])
        let times: [JSONValue] = ["2026-01-02T03:04:05.000000Z", "2026-02-01T00:00:00.000000Z"]
        #expect(try sandbox.column("time", of: "events") == times)
    }

    @Test func `is decided on the stack as the earlier events of the batch leave it`() throws {
        let sandbox = try Sandbox.withShop()
        func removed(_ name: String) -> String { Event.line("stage.removed", "stage/shop/\(name)") }
        try sandbox.record([removed("dev"), Event.stage("shop/dev")])
        let answer = try sandbox.propose([removed("dev"), Event.stage("shop/qa", after: "dev")], [])
        #expect(answer.status == 3, "\(answer)")
        #expect(try sandbox.column("stage", of: "stages", "shop") == ["staging", "prod", "dev"])
        #expect(try sandbox.json("query", "SELECT * FROM unreadable").array?.isEmpty == true)
        try sandbox.record(["dev", "staging", "prod"].map(removed) + [Event.line("stack.deleted", "stack/shop")])
        #expect(try sandbox.column("stack", of: "stacks").isEmpty)
        _ = try sandbox.checkedSize()
    }

    /// Anybody can be named as the actor.
    @Test func `says which user of the system recorded it for somebody else`() throws {
        let sandbox = try Sandbox.withShop()
        let line = Event.request("shop/dev", image: "one")
        let words = ["record", "-", "--idempotency-key", "k", "--actor"]
        let bytes = Array((line + "\n").utf8)
        #expect(try sandbox.run(words + ["root@vm"], input: bytes).status == 0)
        let event = try sandbox.json("show", "#5")
        #expect(event["actor"] == "root@vm")
        let user = try #require(event["recordedby"]?.string)
        #expect(user.contains("@") && user != "root@vm")
        #expect(try sandbox.run(words + ["root@vm"], input: bytes).status == 0)
        try sandbox.record([Event.deployment("started", "shop/dev")])
        let own = try sandbox.json("show", "#6")
        #expect(own["actor"]?.string == user && own["recordedby"] == nil)
        #expect(try sandbox.checkedSize() == 6)
    }

    @Test func `keeps members that it does not know`() throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.record([
            Event.request("shop/dev", image: "one", ["ticket": "OPS-7", "nested": ["a": [1, true, .null]]])
        ])
        #expect(try sandbox.json("show", "#5")["data"]?["ticket"] == "OPS-7")
        #expect(try sandbox.checkedSize() == 5)
    }
}

@Suite(.startsPrograms)
struct `A stage` {
    @Test func `numbers its deployments without a gap, one open at a time`() throws {
        let sandbox = try Sandbox.withShop()
        for image in ["one", "two", "three"] { try sandbox.record(Event.release("shop/dev", image)) }
        #expect(try sandbox.column("version", of: "history", "shop/dev") == [3, 2, 1])
        try sandbox.record([Event.request("shop/dev", image: "four")])
        try sandbox.refuse(record: [Event.request("shop/dev", image: "five")], with: 5, "shop/dev@v4 has not ended")
        try sandbox.record([Event.request("shop/staging", image: "five")])
        try sandbox.record([Event.deployment("failed", "shop/dev", ["code": "E", "message": "no"])])
        try sandbox.refuse(record: [Event.deployment("succeeded", "shop/dev", ["version": 4])], with: 4, "failed")
        try sandbox.record(Event.release("shop/dev", "five"))
        #expect(try sandbox.column("version", of: "history", "shop/dev", "-n", "0") == [5, 4, 3, 2, 1])
        _ = try sandbox.checkedSize()
    }

    @Test func `that is locked takes no deployment until the lock ends`() throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.succeed("stage", "lock", "shop/dev", "-m", "closing")
        try sandbox.refuse(record: [Event.request("shop/dev", image: "one")], with: 4, "shop/dev is locked: closing")
        try sandbox.succeed("stage", "unlock", "shop/dev")
        try sandbox.record(Event.release("shop/dev", "one"))
        try sandbox.record(
            [Event.line("stage.locked", "stage/shop/dev", ["reason": "past", "expires": "2020-01-01T00:00:00Z"])]
        )
        try sandbox.record(Event.release("shop/dev", "two"))
        try sandbox.succeed("stage", "lock", "shop/dev", "-m", "soon over", "--expires", "in 1 hours", "--no-rollback")
        try sandbox.refuse(record: [Event.request("shop/dev", image: "one")], with: 4, "soon over")
        #expect(try sandbox.column("reasons", of: "targets", "shop/dev").first?.array?.contains("stageLocked") == true)
        _ = try sandbox.checkedSize()
    }

    @Test func `that asks for approval starts nothing without`() throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.record([Event.request("shop/prod", image: "one")])
        for what in ["started", "succeeded"] {
            try sandbox.refuse(record: [Event.deployment(what, "shop/prod")], with: 4, "waits for approval")
        }
        try sandbox.record([Event.deployment("approved", "shop/prod")])
        try sandbox.refuse(record: [Event.deployment("approved", "shop/prod")], with: 4)
        try sandbox.record([Event.deployment("started", "shop/prod"), Event.deployment("succeeded", "shop/prod")])
        try sandbox.record([
            Event.request("shop/prod", image: "two"), Event.deployment("rejected", "shop/prod", ["reason": "no"]),
        ])
        #expect(try sandbox.column("outcome", of: "history", "shop/prod") == ["rejected", "succeeded"])
        try sandbox.refuse(record: [Event.deployment("approved", "shop/dev")], with: 3)
        _ = try sandbox.checkedSize()
    }

    @Test func `is not removed while a deployment is open, and comes back with its history`() throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.record([Event.request("shop/dev", image: "one")])
        try sandbox.refuse(["stage", "remove", "shop/dev"], with: 5, "shop/dev@v1 has not ended")
        try sandbox.record([Event.deployment("cancelled", "shop/dev")])
        try sandbox.succeed("stage", "remove", "shop/dev", "-m", "gone")
        #expect(try sandbox.column("stage", of: "stages", "shop") == ["staging", "prod"])
        try sandbox.refuse(record: [Event.request("shop/dev", image: "two")], with: 3)
        #expect(try sandbox.column("version", of: "history", "shop/dev") == [1])
        try sandbox.record([Event.stage("shop/dev", after: .null)])
        #expect(try sandbox.column("stage", of: "stages", "shop") == ["dev", "staging", "prod"])
        try sandbox.record(Event.release("shop/dev", "two"))
        #expect(try sandbox.column("version", of: "history", "shop/dev") == [2, 1])
        _ = try sandbox.checkedSize()
    }

    @Test func `stands where it was put`() throws {
        let sandbox = try Sandbox.withShop()
        let place = ["--account", "123456789012", "--region", "eu-west-1", "--function", "f"]
        #expect(try sandbox.run(["stage", "add", "shop/zero", "--first"] + place).status == 0)
        #expect(try sandbox.run(["stage", "add", "shop/qa", "--after", "dev"] + place).status == 0)
        #expect(try sandbox.run(["stage", "add", "shop/last"] + place).status == 0)
        try sandbox.refuse(["stage", "add", "shop/x", "--after", "nope"] + place, with: 3, "no stage 'shop/nope'")
        try sandbox.refuse(["stage", "add", "shop/x", "--after", "dev", "--first"] + place, with: 64)
        let order: [JSONValue] = ["zero", "dev", "qa", "staging", "prod", "last"]
        #expect(try sandbox.column("stage", of: "stages", "shop") == order)
        try sandbox.succeed("stage", "change", "shop/qa", "--approval", "manual", "--setting", "pipeline=p")
        #expect(try sandbox.column("stage", of: "stages", "shop") == order)
        _ = try sandbox.checkedSize()
    }

    @Test func `changes part of what runs it`() throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.succeed("stage", "change", "shop/dev", "--cluster", "other", "--setting", "a=1", "--setting", "b=2")
        try sandbox.succeed("stage", "change", "shop/dev", "--setting", "a=", "--region", "us-east-1")
        let stage = try #require(try sandbox.json("stages", "shop").array?.first)
        #expect(stage["cluster"] == "other" && stage["service"] == "shop-dev" && stage["region"] == "us-east-1")
        #expect(stage["settings"] == ["b": "2"])
        try sandbox.succeed("stack", "change", "shop", "--account", "210987654321", "--description", "x")
        try sandbox.succeed("stack", "change", "shop", "--account", "")
        #expect(try sandbox.column("account", of: "stacks") == [.null])
        _ = try sandbox.checkedSize()
    }
}
