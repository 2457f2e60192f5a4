import Foundation
import LedgerDomain
import LedgerLog
import LedgerTesting
import Testing
import LedgerValues

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `Promoting` {
    @Test func `brings the very image, in the later stage's own definition and under its name`() throws {
        let shop = try Pipeline(prod: "manual")
        try shop.deploy("v1")
        let before = try shop.tagged("v1")
        let answer = try shop.succeed("promote", "shop", "--to", "staging", "-m", "ready", "--only", "--poll", "0s")
        #expect(
            answer.output.hasPrefix("shop/staging@v1 runs \(shop.name)-staging:2 (\(shop.name)@"),
            "\(answer.output)"
        )
        #expect(answer.output.contains("undo: stackledger rollback shop/staging \(shop.name)-staging:1"))

        let tagged = try shop.tagged("staging")
        #expect(tagged.digest == shop.digests["v1"] && tagged.manifest == before.manifest)
        #expect(try shop.repository.writes() == ["PutImage"])
        let staging = shop.stage("staging")
        #expect(try staging.writes() == ["RegisterTaskDefinition", "UpdateService"])
        #expect(try shop.image(of: "staging") == shop.image("v1"))
        let container = try staging.definition("\(staging.name):2")?["containerDefinitions"]?.array?.first
        #expect(container?["environment"]?.array?.first?["value"]?.string == "\(EmulatedStage.value)/staging")
        #expect(try staging.outcomes() == ["succeeded"])
        try staging.checkThatValuesAreSealed()
    }

    @Test func `is recorded with where it came from, and the tag as a fact`() throws {
        let shop = try Pipeline()
        try shop.deploy("v1")
        try shop.succeed("promote", "shop", "--from", "dev", "--to", "staging", "--only", "--poll", "0s")
        try shop.deploy("v2")
        try shop.succeed("promote", "shop", "--to", "staging", "--only", "-m", "why", "--poll", "0s")
        let row = try shop.sandbox.json("history", "shop/staging").array?.first
        #expect(row?["kind"] == "promote" && row?["fromStage"] == "dev" && row?["fromVersion"] == .integer(2))
        #expect(row?["commit"] == "c0ffeev2" && row?["reason"] == "why")
        let tags = try shop.sandbox.records(ofType: "image.tagged.v1")
        #expect(tags.map { $0.data["digest"]?.string } == [shop.digests["v1"], shop.digests["v2"]])
        #expect(tags.map { $0.data["previous"]?.string } == [nil, shop.digests["v1"]])
        #expect(tags.allSatisfy { $0.subject == "repository/123456789012/eu-west-1/\(shop.name)" })
        // The image that lost its last tag is still there.
        let words = ["--repository-name", shop.name, "--image-ids", "imageDigest=\(shop.digests["v1"] ?? "")"]
        let image = try shop.emulator.cli(["ecr", "describe-images"] + words)["imageDetails"]?.array?.first
        #expect(image != nil)
    }

    @Test func `takes what ECR says of a tag that is right already for a success`() throws {
        let shop = try Pipeline()
        try shop.deploy("v1")
        let manifest = try #require(try shop.tagged("v1").manifest)
        let words = ["--repository-name", shop.name, "--image-tag", "staging", "--image-manifest", manifest]
        _ = try shop.emulator.cli(["ecr", "put-image"] + words)
        try shop.succeed("promote", "shop", "--to", "staging", "--only", "--poll", "0s")
        #expect(try shop.stage("staging").outcomes() == ["succeeded"])
        #expect(try shop.sandbox.records(ofType: "image.tagged.v1").isEmpty)
    }

    /// The service ran something that is not in ECR: it pulls from where the image is now, be that another region.
    @Test func `tags the image where it is when the later stage has no repository of its own`() throws {
        let shop = try Pipeline([
            .init(name: "dev"), .init(name: "staging", region: "us-east-1", initialImage: "nginx:1"),
        ])
        for tag in ["v1", "v2"] {
            try shop.deploy(tag)
            try shop.succeed("promote", "shop", "--to", "staging", "--poll", "0s")
            #expect(try shop.image(of: "staging") == shop.image(tag))
            #expect(try shop.tagged("staging").digest == shop.digests[tag])
        }
        try shop.succeed("rollback", "shop/staging", "--poll", "0s")
        #expect(try shop.image(of: "staging") == shop.image("v1"))
    }

    @Test func `takes an image that is not in ECR as it is written`() throws {
        let shop = try Pipeline()
        let image = "registry.example.com/shop@\(shop.digests["v1"] ?? "")"
        try shop.succeed("deploy", "shop/dev", "--image", image, "--poll", "0s")
        try shop.succeed("promote", "shop", "--to", "staging", "--poll", "0s")
        for stage in ["dev", "staging", "prod"] { #expect(try shop.image(of: stage) == image) }
        #expect(try shop.repository.writes() == [])
    }

    @Test func `rolls back again`() throws {
        let shop = try Pipeline()
        for tag in ["v1", "v2"] {
            try shop.deploy(tag)
            try shop.succeed("promote", "shop", "--to", "staging", "--only", "--poll", "0s")
        }
        try shop.succeed("rollback", "shop/staging", "--poll", "0s")
        #expect(try shop.image(of: "staging") == shop.image("v1"))
        // What was left is promoted again only when somebody says so, and somebody does.
        try shop.succeed("promote", "shop", "--to", "staging", "--only", "--poll", "0s")
        #expect(try shop.image(of: "staging") == shop.image("v2"))
    }

    @Test func `only tells what it would do`() throws {
        let shop = try Pipeline(staging: "manual")
        try shop.deploy("v1")
        let before = try shop.sandbox.checkedSize()
        let answer = try shop.succeed("promote", "shop", "--to", "staging", "--dry-run")
        let calls = answer.output.split(separator: "\n").filter { $0.hasPrefix("would call") }
        #expect(calls.count == 3, "\(answer.output)")
        #expect(calls.last?.contains(#"ecr PutImage  {"digest":"\#(shop.digests["v1"] ?? "")""#) == true)
        let lines = answer.output.split(separator: "\n").map(String.init)
        let start = try #require(lines.firstIndex { $0.contains("deployment.started") })
        let tag = try #require(lines.firstIndex { $0.contains("ecr PutImage") })
        let end = try #require(lines.lastIndex { $0.contains("deployment.succeeded") })
        #expect(start < tag && tag < end, "\(answer.output)")
        #expect(answer.error.contains("after a success it would be promoted further, to prod"))
        #expect(try shop.repository.writes() == [] && shop.stage("staging").writes() == [])
        #expect(try shop.sandbox.checkedSize() == before)
    }

    @Test func `leaves the tag where it is when AWS rolls the image back`() throws {
        let shop = try Pipeline([.init(name: "dev"), .init(name: "staging")])
        try shop.deploy("v1")
        try shop.succeed("promote", "shop", "--to", "staging", "--poll", "0s")
        try shop.deploy("v2")
        try shop.stage("staging").rollout(ends: "FAILED")
        #expect(try shop.run("promote", "shop", "--to", "staging", "--poll", "0s").status == 7)
        #expect(try shop.tagged("staging").digest == shop.digests["v1"])
        #expect(try shop.repository.writes() == ["PutImage"])
    }

    @Test(arguments: ["wait", "recover"])
    func `moves the tag once AWS reports success, whoever sees that`(_ command: String) throws {
        let shop = try Pipeline([.init(name: "dev"), .init(name: "staging")])
        try shop.deploy("v1")
        try shop.succeed("promote", "shop", "--to", "staging", "--no-wait")
        #expect(try shop.repository.writes() == [])
        try shop.succeed(command, "shop/staging", "--poll", "0s")
        #expect(try shop.tagged("staging").digest == shop.digests["v1"])
        #expect(try shop.stage("staging").outcomes() == ["succeeded"])
    }

    @Test func `returns the first result for the same key`() throws {
        let shop = try Pipeline()
        try shop.deploy("v1")
        let words = ["promote", "shop", "--to", "staging", "--idempotency-key", "k", "--poll", "0s", "-o", "json"]
        let first = try shop.sandbox.run(words, environment: shop.environment)
        let again = try shop.sandbox.run(words, environment: shop.environment)
        #expect(first.status == 0 && again.status == 0 && first.output == again.output, "\(again.error)")
        #expect(try JSONReader.value(again.bytes).array?.count == 2)
        let other = ["promote", "shop", "--to", "staging", "--only", "--idempotency-key", "k"]
        try shop.sandbox.refuse(other, environment: shop.environment, with: 5, "was used with other arguments")
        #expect(try shop.stage("prod").outcomes() == ["succeeded"])
    }
}
