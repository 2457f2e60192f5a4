import LedgerDomain
import LedgerTesting
import Testing
import LedgerValues

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `A promotion is refused` {
    @Test func `of what was never deployed, and by force too`() throws {
        let shop = try Pipeline()
        try shop.refuse(
            "promote",
            "shop",
            "--to",
            "staging",
            saying: "no deployment to shop/dev has succeeded"
        )
        try shop.refuse(
            "promote",
            "shop",
            "--to",
            "staging",
            "--force",
            "-m",
            "x",
            saying: "no deployment to shop/dev has succeeded"
        )
    }

    @Test func `of what failed and stayed, except by force with a reason`() throws {
        let shop = try Pipeline()
        try shop.deploy("v1")
        try shop.sandbox.record([
            Event.deployment("requested", "shop/dev", ["kind": "deploy", "image": .string(shop.image("v2"))]),
            Event.deployment("started", "shop/dev", ["image": .string(shop.image("v2"))]),
            Event.deployment("failed", "shop/dev", ["code": "broken", "message": "it crashes"]),
        ])
        try shop.refuse(
            "promote",
            "shop",
            "--to",
            "staging",
            saying: "shop/dev@v2 failed, and nothing has succeeded since"
        )
        try shop.refuse("promote", "shop", "--to", "staging", "--force", with: 64, saying: "needs a reason")
        try shop.succeed("promote", "shop", "--to", "staging", "--force", "-m", "it is dev", "--only", "--poll", "0s")
        #expect(try shop.image(of: "staging") == shop.image("v2"))
        let row = try shop.sandbox.json("history", "shop/staging").array?.first
        #expect(row?["fromVersion"] == .integer(2) && row?["reason"] == "it is dev")
    }

    @Test func `of what AWS rolled back, it takes what runs`() throws {
        let shop = try Pipeline()
        try shop.deploy("v1")
        try shop.stage("dev").rollout(ends: "FAILED")
        let failed = try shop.run("deploy", "shop/dev", "--image", "\(shop.name):v2", "--poll", "0s")
        #expect(failed.status == 7, "\(failed.error)")
        let answer = try shop.succeed("promote", "shop", "--to", "staging", "--only", "--poll", "0s")
        #expect(try shop.image(of: "staging") == shop.image("v1"))
        #expect(answer.error.contains("note: shop/dev: v2 was rolled back by AWS; promoting v1"), "\(answer.error)")
        // By force, it takes what was deployed last.
        let words = ["promote", "shop", "--to", "staging", "--only", "--poll", "0s", "--force", "-m", "it is dev"]
        let forced = try shop.sandbox.run(words, environment: shop.environment)
        #expect(forced.status == 0 && !forced.error.contains("promoting v1"), "\(forced.error)")
        #expect(try shop.image(of: "staging") == shop.image("v2"))
    }

    @Test func `while the earlier stage is under way`() throws {
        let shop = try Pipeline()
        try shop.deploy("v1")
        try shop.succeed("deploy", "shop/dev", "--image", "\(shop.name):v2", "--no-wait")
        try shop.refuse("promote", "shop", "--to", "staging", saying: "shop/dev@v2 is under way")
        try shop.succeed("promote", "shop", "--to", "staging", "--force", "-m", "hurry", "--only", "--poll", "0s")
        #expect(try shop.image(of: "staging") == shop.image("v2"))
    }

    @Test func `of what is marked bad, until it is good again`() throws {
        let shop = try Pipeline()
        try shop.deploy("v1")
        try shop.sandbox.succeed("mark", "shop/dev@v1", "bad", "-m", "leaks")
        try shop.refuse("promote", "shop", "--to", "staging", saying: "shop/dev@v1 is marked bad")
        try shop.sandbox.succeed("mark", "shop/dev@v1", "good", "-m", "it was the probe")
        try shop.succeed("promote", "shop", "--to", "staging", "--only", "--poll", "0s")
    }

    @Test func `of what runs already`() throws {
        let shop = try Pipeline()
        try shop.deploy("v1")
        try shop.succeed("promote", "shop", "--to", "staging", "--only", "--poll", "0s")
        try shop.refuse("promote", "shop", "--to", "staging", saying: "already")
        #expect(try shop.stage("staging").writes().count == 2)
    }

    @Test func `against the order, and where there is nothing before`() throws {
        let shop = try Pipeline()
        try shop.deploy("v1")
        try shop.refuse(
            "promote",
            "shop",
            "--from",
            "prod",
            "--to",
            "staging",
            saying: "does not come before shop/staging"
        )
        try shop.refuse("promote", "shop", "--from", "dev", "--to", "dev", saying: "does not come before shop/dev")
        try shop.refuse("promote", "shop", "--to", "dev", saying: "shop/dev is the first stage")
        try shop.refuse("promote", "shop", "--to", "moon", with: 3, saying: "no stage 'shop/moon'")
        try shop.refuse("promote", "shop", "--from", "moon", "--to", "prod", with: 3, saying: "no stage 'shop/moon'")
        try shop.refuse("promote", "ship", "--to", "prod", with: 3, saying: "no stack 'ship'")
    }

    @Test func `to a locked stage, and of an image that is gone`() throws {
        let shop = try Pipeline()
        try shop.deploy("v1")
        try shop.sandbox.succeed("stage", "lock", "shop/staging", "-m", "freeze")
        try shop.refuse("promote", "shop", "--to", "staging", saying: "shop/staging is locked: freeze")
        try shop.sandbox.succeed("stage", "unlock", "shop/staging")
        let gone = ["--repository-name", shop.name, "--image-ids", "imageDigest=\(shop.digests["v1"] ?? "")"]
        _ = try shop.emulator.cli(["ecr", "batch-delete-image"] + gone)
        try shop.refuse("promote", "shop", "--to", "staging", with: 3, saying: "AWS has no image")
        #expect(try shop.stage("staging").writes() == [])
    }
}
