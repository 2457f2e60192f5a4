import LedgerDomain
import Testing

@Suite(.enabled(if: Emulator.isThere, "there is no moto"))
struct `Rolling back` {
    private func deployed(_ count: Int) throws -> Place {
        let place = try Place()
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
        let none = try place.run("rollback", "shop/dev", "--poll", "0s")
        #expect(none.status == 4, "\(none.error)")
        #expect(try place.requests("RegisterTaskDefinition").count == 3)
        #expect(try place.outcomes().count == 5)
    }

    @Test func `registers again what is inactive, its values intact`() throws {
        let place = try deployed(2)
        _ = try place.emulator.cli("ecs", "deregister-task-definition", "--task-definition", "\(place.name):2")
        try place.succeed("rollback", "shop/dev", "--poll", "0s")
        #expect(try place.running() == "\(place.name):4")
        let container = try place.definition("\(place.name):4")?["containerDefinitions"]?.array?.first
        #expect(container?["environment"] == [["name": "DATABASE_URL", "value": .string(Place.value)]])
        #expect(container?["image"]?.string == place.image("v1"))
        #expect(container?["ulimits"]?.array?.first?["softLimit"] == 9)
        #expect(try place.outcomes() == ["succeeded", "succeeded", "succeeded"])
    }

    @Test func `goes where it is told, not where it is`() throws {
        let place = try deployed(3)
        try place.succeed("rollback", "shop/dev", "v1", "--poll", "0s")
        #expect(try place.running() == "\(place.name):2")
        let words = ["rollback", "shop/dev", "v1"]
        try place.sandbox.refuse(words, environment: place.environment, with: 4, "shop/dev runs what v1 was")
        try place.succeed("rollback", "shop/dev", "\(place.name):3", "--poll", "0s")
        #expect(try place.running() == "\(place.name):3")
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
