import Foundation
import LedgerDomain
import LedgerLog
import LedgerTesting
import Testing
import LedgerValues

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `Promoting to a Lambda function` {
    private static let plain = ["UpdateFunctionCode", "TagResource"]
    private static let aliased = ["UpdateFunctionCode", "PublishVersion", "UpdateAlias", "TagResource"]

    /// `dev`, and the function `fn`.
    private func shop(alias: String? = "live", from dev: Pipeline.Stop = .init(name: "dev")) throws -> Pipeline {
        try Pipeline([dev, .init(name: "fn", isFunction: true, alias: alias)])
    }

    @Test func `tags the image and lets the alias name a version of it`() throws {
        let shop = try shop()
        try shop.deploy("v1")
        let answer = try shop.succeed("promote", "shop", "--from", "dev", "--to", "fn", "-m", "why", "--poll", "0s")
        #expect(answer.output.hasPrefix("shop/fn@v1 runs version 2 (\(shop.name)@"), "\(answer.output)")
        #expect(answer.output.hasSuffix("\nundo: stackledger rollback shop/fn \(shop.digests["v3"] ?? "")\n"))
        let fn = shop.stage("fn")
        #expect(try shop.repository.writes() == ["PutImage"] && fn.writes() == Self.aliased)
        #expect(try shop.tagged("fn").digest == shop.digests["v1"])
        #expect(try fn.aliasVersion() == "2" && fn.functionImage("2") == shop.image("v1"))
        #expect(try fn.functionImage() == shop.image("v1"))
        #expect(try fn.functionTags()?["stackledger:image"]?.string == shop.digests["v1"])
        #expect(try fn.outcomes() == ["succeeded"])
        let row = try shop.sandbox.json("history", "shop/fn").array?.first
        #expect(row?["kind"] == "promote" && row?["fromStage"] == "dev" && row?["fromVersion"] == .integer(1))
        #expect(row?["commit"] == "c0ffeev1" && row?["reason"] == "why" && row?["revision"] == "2")
        #expect(row?["image"]?.string == shop.image("v1"))
        let tags = try shop.sandbox.records(ofType: "image.tagged.v1")
        #expect(tags.map { $0.data["tag"] } == ["fn"] && tags.map { $0.data["digest"]?.string } == [shop.digests["v1"]])
    }

    @Test func `gives a function without an alias the image`() throws {
        let shop = try shop(alias: nil)
        for (tag, old) in [("v1", "v3"), ("v2", "v1")] {
            try shop.deploy(tag)
            let answer = try shop.succeed("promote", "shop", "--to", "fn", "--poll", "0s")
            #expect(answer.output.hasSuffix("\nundo: stackledger rollback shop/fn \(shop.digests[old] ?? "")\n"))
            #expect(try shop.stage("fn").functionImage() == shop.image(tag))
            #expect(try shop.tagged("fn").digest == shop.digests[tag])
        }
        #expect(try shop.stage("fn").writes() == Self.plain + Self.plain)
        try shop.succeed("rollback", "shop/fn", "--poll", "0s")
        #expect(try shop.stage("fn").functionImage() == shop.image("v1"))
        #expect(try shop.stage("fn").outcomes() == ["succeeded", "succeeded", "succeeded"])
    }

    @Test(arguments: [nil, "live"])
    func `takes what another function runs`(_ alias: String?) throws {
        let shop = try shop(from: .init(name: "dev", isFunction: true, alias: alias))
        try shop.deploy("v1")
        try shop.succeed("promote", "shop", "--to", "fn", "--poll", "0s")
        let fn = shop.stage("fn")
        #expect(try fn.functionImage(try fn.aliasVersion() ?? "") == shop.image("v1"))
        #expect(try shop.sandbox.json("history", "shop/fn").array?.first?["fromStage"] == "dev")
    }

    @Test func `is refused where the alias names the image already, and only there`() throws {
        let shop = try shop()
        try shop.deploy("v1")
        try shop.succeed("promote", "shop", "--to", "fn", "--poll", "0s")
        try shop.refuse("promote", "shop", "--to", "fn", "--poll", "0s", saying: "already")
        // Somebody lets the alias name what was there: what the ledger holds is not what runs.
        let fn = shop.stage("fn")
        let words = ["--function-name", fn.name, "--name", "live", "--function-version", "1"]
        _ = try shop.emulator.cli(["lambda", "update-alias"] + words)
        try shop.succeed("promote", "shop", "--to", "fn", "--poll", "0s")
        #expect(try fn.functionImage(try fn.aliasVersion() ?? "") == shop.image("v1"))
        #expect(try fn.outcomes() == ["succeeded", "succeeded", "succeeded"])
    }

    @Test func `only tells what it would do`() throws {
        let shop = try shop()
        try shop.deploy("v1")
        let before = try shop.sandbox.checkedSize()
        let answer = try shop.succeed("promote", "shop", "--to", "fn", "--dry-run")
        let calls = answer.lines.filter { $0.hasPrefix("would call") }
        let operations = calls.compactMap { $0.split(separator: " ").dropFirst(3).first.map(String.init) }
        #expect(operations == Self.aliased + ["PutImage"], "\(answer.output)")
        #expect(try shop.repository.writes() == [] && shop.stage("fn").writes() == [])
        #expect(try shop.sandbox.checkedSize() == before)
    }

    // MARK: - On the way

    private static let stops: [Pipeline.Stop] = [
        .init(name: "dev"), .init(name: "fn", isFunction: true, alias: "live"), .init(name: "prod", approval: "manual"),
    ]

    @Test func `goes on to a stage that waits for approval`() throws {
        let shop = try Pipeline(Self.stops)
        try shop.deploy("v1")
        let asked = try shop.succeed("promote", "shop", "--to", "fn", "--poll", "0s")
        #expect(asked.output.hasSuffix("\nshop/prod@v1 waits for approval: stackledger approve shop/prod\n"))
        #expect(try shop.stage("prod").writes() == [])
        try shop.succeed("approve", "shop/prod", "--poll", "0s")
        #expect(try shop.image(of: "prod") == shop.image("v1"))
        #expect(try shop.tagged("prod").digest == shop.digests["v1"])
        #expect(try shop.sandbox.json("history", "shop/prod").array?.first?["fromStage"] == "fn")
    }

    @Test func `goes no further than a function that fails`() throws {
        let shop = try Pipeline(Self.stops)
        try shop.deploy("v1")
        try shop.stage("fn").rollout(ends: "Failed")
        let answer = try shop.run("promote", "shop", "--to", "fn", "--poll", "0s")
        #expect(answer.status == 6 && answer.error.contains("InvalidImage: no such architecture"), "\(answer.error)")
        #expect(try shop.stage("fn").outcomes() == ["failed"] && shop.stage("prod").outcomes() == [])
        #expect(try shop.stage("fn").aliasVersion() == "1")
    }

    // MARK: - Mishaps

    private func expectDone(_ shop: Pipeline, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let fn = shop.stage("fn")
        #expect(try shop.repository.writes() == ["PutImage"], sourceLocation: sourceLocation)
        #expect(try fn.writes() == Self.aliased, sourceLocation: sourceLocation)
        #expect(try fn.outcomes() == ["succeeded"], sourceLocation: sourceLocation)
        #expect(try fn.functionVersions() == ["1", "2"] && fn.aliasVersion() == "2", sourceLocation: sourceLocation)
        #expect(try fn.functionImage("2") == shop.image("v1"), sourceLocation: sourceLocation)
        #expect(try shop.tagged("fn").digest == shop.digests["v1"], sourceLocation: sourceLocation)
    }

    @Test(arguments: Thoroughness.pairs(["PutImage"] + aliased, ["lost", "vanished", "throttle"]))
    func `makes each call once`(_ operation: String, _ fate: String) throws {
        let shop = try shop()
        try shop.deploy("v1")
        try (operation == "PutImage" ? shop.repository : shop.stage("fn")).meet(operation, fate)
        try shop.succeed("promote", "shop", "--to", "fn", "--poll", "0s")
        try expectDone(shop)
    }

    @Test(arguments: Thoroughness.pairs(["PutImage"] + aliased, ["holdBefore", "holdAfter"]))
    func `is resumed after it was killed`(_ operation: String, _ fate: String) throws {
        let shop = try shop()
        try shop.deploy("v1")
        let held = operation == "PutImage" ? shop.repository : shop.stage("fn")
        try held.meet(operation, fate)
        try shop.start("promote", "shop", "--to", "fn", "--poll", "0s").die(atHeld: held)
        try shop.succeed("recover", "--poll", "0s")
        try expectDone(shop)
    }
}
