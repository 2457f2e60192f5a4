import Foundation
import LedgerDomain
import LedgerLog
import LedgerTesting
import Testing
import LedgerValues

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `A promotion with mishaps` {
    /// `dev` with v1, and `staging`.
    private func shop(deployed tags: String...) throws -> Pipeline {
        let shop = try Pipeline([.init(name: "dev"), .init(name: "staging")])
        for tag in tags { try shop.deploy(tag) }
        return shop
    }

    private static let promote = ["promote", "shop", "--to", "staging", "--poll", "0s"]

    private func start(_ shop: Pipeline) throws -> RunningProgram {
        try shop.sandbox.start(Self.promote, environment: shop.environment)
    }

    private func place(of operation: String, _ shop: Pipeline) -> EmulatedStage {
        operation == "PutImage" ? shop.repository : shop.stage("staging")
    }

    /// Each write once, the image in place, and nothing wrong with the log.
    private func expectDone(_ shop: Pipeline, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let staging = shop.stage("staging")
        #expect(try shop.repository.writes() == ["PutImage"], sourceLocation: sourceLocation)
        #expect(try staging.writes() == ["RegisterTaskDefinition", "UpdateService"], sourceLocation: sourceLocation)
        #expect(try staging.outcomes() == ["succeeded"], sourceLocation: sourceLocation)
        #expect(try staging.running() == "\(staging.name):2", sourceLocation: sourceLocation)
        #expect(try shop.image(of: "staging") == shop.image("v1"), sourceLocation: sourceLocation)
        #expect(try shop.tagged("staging").digest == shop.digests["v1"], sourceLocation: sourceLocation)
        let types = try shop.sandbox.records(ofType: "action.intended.v1")
            .filter { $0.subject == "stage/shop/staging" }.compactMap { $0.data["operation"]?.string }
        #expect(types == ["RegisterTaskDefinition", "UpdateService", "PutImage"], sourceLocation: sourceLocation)
    }

    @Test(
        arguments: Thoroughness.pairs(
            ["PutImage", "RegisterTaskDefinition", "UpdateService"],
            ["throttle", "lost", "vanished", "fault503"]
        )
    )
    func `makes each call once`(_ operation: String, _ fate: String) throws {
        let shop = try shop(deployed: "v1")
        try place(of: operation, shop).meet(operation, fate)
        try shop.succeed("promote", "shop", "--to", "staging", "--poll", "0s")
        try expectDone(shop)
    }

    @Test(
        arguments: Thoroughness.pairs(
            ["PutImage", "RegisterTaskDefinition", "UpdateService", "DescribeServices"],
            ["holdBefore", "holdAfter"]
        )
    )
    func `is resumed after it was killed, and after those that resumed it were`(
        _ operation: String,
        _ fate: String
    ) throws {
        let shop = try shop(deployed: "v1")
        let held = place(of: operation, shop)
        // The first look at the service is before anything is written down.
        if operation == "DescribeServices" { try held.meet(operation, "none") }
        try held.meet(operation, fate)
        try start(shop).die(atHeld: held)
        let reads = ["PutImage": "DescribeImages", "RegisterTaskDefinition": "ListTaskDefinitions"]
        try held.meet(reads[operation] ?? "DescribeServices", "holdBefore")
        try shop.start("recover").die(atHeld: held, 2)
        try shop.succeed("recover", "--poll", "0s")
        try expectDone(shop)
    }

    @Test func `is resumed once by two at once`() throws {
        let shop = try shop(deployed: "v1")
        try shop.repository.meet("PutImage", "holdAfter")
        try start(shop).die(atHeld: shop.repository)
        let programs = try (0..<2).map { _ in try shop.start("recover", "--poll", "1s") }
        let statuses = Set(programs.map { $0.answer().status })
        #expect(statuses.contains(0) && statuses.isSubset(of: [0, 5]))
        try expectDone(shop)
    }

    @Test(arguments: ["holdBefore", "holdAfter"], ["--landed", "--absent"])
    func `is in doubt where somebody moved the tag meanwhile`(_ fate: String, _ verdict: String) throws {
        let shop = try shop(deployed: "v1")
        try shop.repository.meet("PutImage", fate)
        try start(shop).die(atHeld: shop.repository)
        let manifest = try #require(try shop.tagged("v2").manifest)
        let words = ["--repository-name", shop.name, "--image-tag", "staging", "--image-manifest", manifest]
        _ = try shop.emulator.cli(["ecr", "put-image"] + words)
        let doubtful = try shop.run("recover", "--poll", "0s")
        #expect(doubtful.status == 9 && doubtful.error.contains("neither what was there"), "\(doubtful.error)")
        let action = try shop.sandbox.column("action", of: "actions", "--in-doubt").first?.string ?? ""
        try shop.sandbox.succeed("resolve", action, verdict, "-m", "seen")
        // What runs is right either way.
        try shop.succeed("recover", "--poll", "0s")
        #expect(try shop.stage("staging").outcomes() == ["succeeded"])
        #expect(try shop.stage("staging").writes().count == 2)
        // Nobody's tag was moved back.
        #expect(try shop.tagged("staging").digest == shop.digests["v2"])
    }

    @Test func `promotes the digest where the tag may not move, and says so`() throws {
        let shop = try Pipeline([.init(name: "dev"), .init(name: "staging")], isImmutable: true, "staging")
        try shop.deploy("v1")
        let answer = try shop.succeed("promote", "shop", "--to", "staging", "--poll", "0s")
        let why = "tags of \(shop.name) are immutable"
        #expect(answer.error.contains("the image does not get the tag 'staging': \(why)"), "\(answer.error)")
        let asked = try shop.sandbox.records(ofType: "deployment.requested.v1").last
        #expect(asked?.data["changes"]?["untagged"] == .string(why))
        #expect(try shop.image(of: "staging") == shop.image("v1") && shop.repository.writes() == [])
        #expect(try shop.tagged("staging").digest == shop.digests["staging"])
    }

    /// Whether tags may move is only asked to say it in time.
    @Test func `promotes the digest where ECR refuses the tag in the end`() throws {
        let shop = try Pipeline([.init(name: "dev"), .init(name: "staging")], isImmutable: true, "staging")
        try shop.deploy("v1")
        try shop.repository.meet("DescribeRepositories", "denied")
        let answer = try shop.succeed("promote", "shop", "--to", "staging", "--poll", "0s")
        #expect(answer.error.contains("can be moved is not known: DescribeRepositories: "), "\(answer.error)")
        let note = "note: shop/staging: succeeded without PutImage: ImageTagAlreadyExistsException: "
        #expect(answer.error.contains(note), "\(answer.error)")
        #expect(try shop.stage("staging").outcomes() == ["succeeded"])
        #expect(try shop.image(of: "staging") == shop.image("v1"))
    }

    @Test(arguments: ["PutImage", "BatchGetImage"])
    func `succeeds and goes on without the tag where that is denied`(_ operation: String) throws {
        let shop = try Pipeline()
        try shop.deploy("v1")
        try shop.repository.meet(operation, "denied")
        let answer = try shop.succeed("promote", "shop", "--to", "staging", "--poll", "0s")
        #expect(answer.error.contains("note: shop/staging: succeeded without PutImage: "), "\(answer.error)")
        #expect(answer.error.contains(operation), "\(answer.error)")
        #expect(try shop.tagged("staging").digest == nil)
        #expect(try shop.image(of: "prod") == shop.image("v1"))
        for stage in ["staging", "prod"] { #expect(try shop.stage(stage).outcomes() == ["succeeded"]) }
    }

    @Test(arguments: ["RegisterTaskDefinition", "UpdateService"])
    func `fails with what was denied, and goes no further`(_ operation: String) throws {
        let shop = try Pipeline()
        try shop.deploy("v1")
        try place(of: operation, shop).meet(operation, "denied")
        let answer = try shop.run("promote", "shop", "--to", "staging", "--poll", "0s")
        #expect(answer.status == 6 && answer.error.contains("AccessDeniedException"), "\(answer.error)")
        #expect(answer.error.contains(operation))
        #expect(try shop.stage("staging").outcomes() == ["failed"])
        #expect(try shop.stage("prod").outcomes() == [])
        try shop.succeed("recover")
        #expect(try shop.stage("prod").outcomes() == [])
    }

    @Test func `waits for a manifest that cannot be read now`() throws {
        let shop = try shop(deployed: "v1")
        // More often than one read is tried by itself.
        for _ in 0..<5 { try shop.repository.meet("BatchGetImage", "fault503") }
        try shop.succeed("promote", "shop", "--to", "staging", "--poll", "0s")
        try expectDone(shop)
    }

    // MARK: - Regions

    private static let regions: [Pipeline.Stop] = [.init(name: "dev"), .init(name: "staging", region: "us-east-1")]

    @Test func `brings an image to another region whose registry has its layers`() throws {
        let shop = try Pipeline(Self.regions, layers: ["v1"])
        try shop.deploy("v1")
        try shop.succeed("promote", "shop", "--to", "staging", "--poll", "0s")
        let (here, there) = (try shop.tagged("v1"), try shop.tagged("staging", in: "us-east-1"))
        #expect(there.digest == here.digest && there.manifest == here.manifest)
        #expect(try shop.image(of: "staging") == shop.image("v1", in: "us-east-1"))
        let tagged = try shop.sandbox.records(ofType: "image.tagged.v1")
        #expect(tagged.map(\.subject) == ["repository/123456789012/us-east-1/\(shop.name)"])
        #expect(try shop.stage("staging").outcomes() == ["succeeded"])
    }

    @Test func `says that replication has to bring the layers to another region`() throws {
        let shop = try Pipeline(Self.regions)
        try shop.deploy("v1")
        let answer = try shop.run("promote", "shop", "--to", "staging", "--poll", "0s")
        #expect(answer.status == 6, "\(answer.error)")
        #expect(answer.error.contains("\(shop.name) in us-east-1 does not have all parts of"), "\(answer.error)")
        #expect(answer.error.contains("replicate or push the image there first"))
        #expect(try shop.stage("staging").writes() == [])
    }
}
