import Foundation
import LedgerDomain
import LedgerLog
import LedgerTesting
import Testing
import LedgerValues

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `A promotion goes on` {
    @Test func `through the stages that follow by themselves`() throws {
        let shop = try Pipeline()
        try shop.deploy("v1")
        let answer = try shop.succeed("promote", "shop", "--to", "staging", "-m", "go", "--poll", "0s", "-o", "json")
        let rows = try JSONReader.value(answer.bytes).array ?? []
        #expect(rows.map { $0["stage"]?.string } == ["staging", "prod"])
        #expect(rows.allSatisfy { $0["outcome"] == "succeeded" && $0["kind"] == "promote" })
        for stage in ["staging", "prod"] {
            #expect(try shop.image(of: stage) == shop.image("v1"))
            #expect(try shop.tagged(stage).digest == shop.digests["v1"])
            #expect(try shop.stage(stage).outcomes() == ["succeeded"])
        }
        let last = try shop.sandbox.json("history", "shop/prod").array?.first
        #expect(last?["fromStage"] == "staging" && last?["fromVersion"] == .integer(1))
        #expect(last?["commit"] == "c0ffeev1" && last?["reason"] == "go")
        let done = try shop.succeed("recover")
        #expect(done.output == "" && done.error.contains("No deployment is open."))
    }

    @Test func `up to a stage with approval, and from there when it is given`() throws {
        let shop = try Pipeline([
            .init(name: "dev"), .init(name: "test"), .init(name: "staging", approval: "manual"), .init(name: "prod"),
        ])
        try shop.deploy("v1")
        let asked = try shop.succeed("promote", "shop", "--to", "test", "--poll", "0s")
        #expect(asked.output.hasSuffix("\nshop/staging@v1 waits for approval: stackledger approve shop/staging\n"))
        #expect(try shop.image(of: "test") == shop.image("v1"))
        #expect(try shop.stage("staging").writes() == [] && shop.stage("prod").outcomes() == [])
        let approved = try shop.succeed("approve", "shop/staging", "--poll", "0s", "-o", "json")
        let rows = try JSONReader.value(approved.bytes).array ?? []
        #expect(rows.map { $0["stage"]?.string } == ["staging", "prod"])
        #expect(try shop.image(of: "prod") == shop.image("v1"))
    }

    @Test func `when the named stage itself waits for approval`() throws {
        let shop = try Pipeline(staging: "manual")
        try shop.deploy("v1")
        let asked = try shop.succeed("promote", "shop", "--to", "staging")
        #expect(asked.output == "shop/staging@v1 waits for approval: stackledger approve shop/staging\n")
        try shop.sandbox.succeed("reject", "shop/staging", "-m", "no")
        try shop.succeed("recover")
        #expect(try shop.stage("prod").outcomes() == [])
        try shop.succeed("promote", "shop", "--to", "staging")
        try shop.succeed("approve", "shop/staging", "--poll", "0s")
        #expect(try shop.image(of: "prod") == shop.image("v1"))
        #expect(try shop.stage("staging").outcomes() == ["rejected", "succeeded"])
    }

    @Test func `past a stage that runs the image already`() throws {
        let shop = try Pipeline([.init(name: "dev"), .init(name: "test"), .init(name: "staging"), .init(name: "prod")])
        try shop.deploy("v1")
        try shop.succeed("promote", "shop", "--from", "dev", "--to", "staging", "--only", "--poll", "0s")
        let answer = try shop.succeed("promote", "shop", "--to", "test", "--poll", "0s")
        #expect(answer.error.contains("shop/staging: passed over, as it runs that image already\n"), "\(answer.error)")
        #expect(try shop.stage("staging").outcomes().count == 1)
        #expect(try shop.image(of: "prod") == shop.image("v1"))
        #expect(try shop.sandbox.json("history", "shop/prod").array?.first?["fromStage"] == "test")
        let done = try shop.succeed("recover")
        #expect(done.error.contains("No deployment is open."))
    }

    @Test(arguments: ["--only", "--no-wait"])
    func `not at all when it is told so`(_ option: String) throws {
        let shop = try Pipeline()
        try shop.deploy("v1")
        let answer = try shop.succeed("promote", "shop", "--to", "staging", option, "--poll", "0s")
        #expect(answer.error.contains("with --no-wait it is not promoted further, to prod") == (option == "--no-wait"))
        try shop.succeed("recover", "--poll", "0s")
        #expect(try shop.image(of: "staging") == shop.image("v1"))
        #expect(try shop.stage("staging").outcomes() == ["succeeded"])
        #expect(try shop.stage("prod").outcomes() == [])
    }

    @Test func `not past a stage that failed`() throws {
        let shop = try Pipeline()
        try shop.deploy("v1")
        try shop.stage("staging").rollout(ends: "FAILED")
        let answer = try shop.run("promote", "shop", "--to", "staging", "--poll", "0s")
        #expect(answer.status == 7, "\(answer.error)")
        try shop.succeed("recover")
        #expect(try shop.stage("prod").outcomes() == [])
        #expect(try shop.stage("prod").writes() == [])
    }

    @Test func `not before the outcome, and then whoever waited for it`() throws {
        let shop = try Pipeline()
        try shop.deploy("v1")
        try shop.stage("staging").rollout(afterLooks: 100_000)
        let answer = try shop.run("promote", "shop", "--to", "staging", "--timeout", "1s", "--poll", "1s")
        #expect(answer.status == 8, "\(answer.error)")
        #expect(try shop.stage("prod").outcomes() == [])
        try shop.stage("staging").rollout()
        let recovered = try shop.succeed("recover", "--poll", "0s", "-o", "json")
        #expect(try JSONReader.value(recovered.bytes).array?.map { $0["stage"]?.string } == ["staging", "prod"])
        #expect(try shop.image(of: "prod") == shop.image("v1"))
    }

    @Test func `and tells where to go on when it is interrupted on the way`() throws {
        let shop = try Pipeline()
        try shop.deploy("v1")
        let prod = shop.stage("prod")
        try prod.rollout(afterLooks: 100_000)
        let promoting = try shop.start("promote", "shop", "--to", "staging", "--poll", "1s")
        for _ in 0..<3_000 where try prod.writes().count < 2 { usleep(10_000) }
        promoting.signal(SIGINT)
        let interrupted = promoting.answer()
        #expect(interrupted.status == 130, "\(interrupted.error)")
        #expect(interrupted.error.contains("what AWS has started goes on. hint: stackledger recover\n"))
        try prod.rollout()
        try shop.succeed("recover", "--poll", "0s")
        #expect(try prod.writes() == ["RegisterTaskDefinition", "UpdateService"])
        #expect(try prod.outcomes() == ["succeeded"])
    }

    @Test func `not to a stage that is locked, and tells what was done before`() throws {
        let shop = try Pipeline()
        try shop.deploy("v1")
        try shop.sandbox.succeed("stage", "lock", "shop/prod", "-m", "freeze")
        let answer = try shop.run("promote", "shop", "--to", "staging", "--poll", "0s")
        #expect(answer.status == 4 && answer.error.contains("shop/prod is locked: freeze"), "\(answer.error)")
        #expect(answer.output.hasPrefix("shop/staging@v1 runs"))
        #expect(try shop.run("recover").status == 4)
        try shop.sandbox.succeed("stage", "unlock", "shop/prod")
        try shop.succeed("recover", "--poll", "0s")
        #expect(try shop.image(of: "prod") == shop.image("v1"))
    }
}

// MARK: - Broken off

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `A promotion that was killed between two stages` {
    /// `staging` has v1, `prod` was never asked.
    private func brokenOff() throws -> Pipeline {
        let shop = try Pipeline()
        try shop.deploy("v1")
        try shop.stage("prod").meet("DescribeServices", "holdBefore")
        try shop.start("promote", "shop", "--to", "staging", "--poll", "0s").die(atHeld: shop.stage("prod"))
        #expect(try shop.stage("staging").outcomes() == ["succeeded"])
        #expect(try shop.stage("prod").outcomes() == [])
        return shop
    }

    @Test(arguments: [["recover"], ["recover", "shop/staging"]])
    func `is resumed, once`(_ words: [String]) throws {
        let shop = try brokenOff()
        let answer = try shop.sandbox.run(words + ["--poll", "0s"], environment: shop.environment)
        #expect(answer.status == 0 && answer.output.hasPrefix("shop/prod@v1 runs"), "\(answer.error)")
        let note = "shop/staging@v1 succeeded, and its promotion stopped there; promoting it further\n"
        #expect(answer.error.contains(note))
        #expect(try shop.image(of: "prod") == shop.image("v1"))
        try shop.succeed("recover")
        #expect(try shop.stage("prod").writes() == ["RegisterTaskDefinition", "UpdateService"])
        #expect(try shop.stage("prod").outcomes() == ["succeeded"])
        #expect(try shop.stage("staging").writes() == ["RegisterTaskDefinition", "UpdateService"])
        #expect(try shop.repository.writes() == ["PutImage", "PutImage"])
    }

    @Test func `is resumed after the process that resumed it was killed too`() throws {
        let shop = try brokenOff()
        let prod = shop.stage("prod")
        try prod.meet("DescribeServices", "holdBefore")
        try shop.start("recover").die(atHeld: prod, 2)
        try prod.meet("UpdateService", "holdAfter")
        try shop.start("recover").die(atHeld: prod, 3)
        try shop.succeed("recover", "--poll", "0s")
        #expect(try prod.writes() == ["RegisterTaskDefinition", "UpdateService"])
        #expect(try prod.outcomes() == ["succeeded"])
    }

    @Test func `is resumed once by two at once`() throws {
        let shop = try brokenOff()
        let programs = try (0..<2).map { _ in try shop.start("recover", "--poll", "1s") }
        let statuses = Set(programs.map { $0.answer().status })
        #expect(statuses.contains(0) && statuses.isSubset(of: [0, 5]))
        #expect(try shop.stage("prod").writes() == ["RegisterTaskDefinition", "UpdateService"])
        #expect(try shop.stage("prod").outcomes() == ["succeeded"])
    }

    @Test(arguments: ["shop/prod", "shop/staging"])
    func `is left alone when something else was brought to either since`(_ stage: String) throws {
        let shop = try brokenOff()
        try shop.succeed("deploy", stage, "--image", "\(shop.name):v2", "--poll", "0s")
        let answer = try shop.succeed("recover")
        #expect(answer.error.contains("No deployment is open."))
        let prod = try shop.sandbox.json("history", "shop/prod").array ?? []
        #expect(prod.allSatisfy { $0["kind"] == "deploy" || $0["version"] == 0 })
    }
}
