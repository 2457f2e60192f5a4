import LedgerDomain
import LedgerTesting
import Testing
import LedgerValues

/// A stage's past, told in steps of a minute.
private struct Past {
    private(set) var stage = Stage()
    private var time: Timestamp = "2026-11-03T12:00:00Z"

    init(approval: Approval = .automatic) {
        let target = StageTarget.ecs(cluster: "main", service: "shop", family: "shop", container: "api")
        let added = StageAdded(id: "shop/dev", account: "1", region: "eu-west-1", target: target, approval: approval)
        stage.evolve(.added(added), at: time)
    }

    static func id(_ version: Int) -> DeploymentID { UniqueID(high: 7, low: UInt64(version)) }

    static func image(_ digit: Character) -> String { "r/shop@sha256:" + String(repeating: digit, count: 64) }

    mutating func ask(_ kind: DeploymentKind, _ digit: Character, from origin: DeploymentOrigin? = nil) {
        let request = DeploymentRequest(kind: kind, image: Self.image(digit), origin: origin)
        note(.requested(request), stage.nextVersion)
    }

    mutating func note(_ event: DeploymentEvent, _ version: Int? = nil) {
        let version = version ?? stage.deployments.count
        time = Timestamp(microseconds: time.microseconds + 60_000_000)
        stage.evolve(.deployment(Self.id(version), version: version, event), at: time)
    }

    mutating func start() { note(.started(revision: nil, image: nil, awsDeployment: "ecs-svc/1")) }

    mutating func release(_ kind: DeploymentKind, _ digit: Character) {
        ask(kind, digit)
        start()
        note(.succeeded())
    }
}

struct `What a stage runs` {
    private func deployed() -> Past {
        var past = Past()
        past.release(.deploy, "a")
        return past
    }

    private func obstacle(_ past: Past, isMarkedBad: Bool = false) -> PromotionObstacle? {
        past.stage.obstacle(toPromoting: 1, isMarkedBad: isMarkedBad)
    }

    @Test func `may be promoted when it succeeded`() {
        #expect(obstacle(deployed()) == nil)
        #expect(deployed().stage.runs(digest: "sha256:" + String(repeating: "a", count: 64)))
        #expect(obstacle(deployed(), isMarkedBad: true) == .markedBad(version: 1))
        #expect(Past().stage.obstacle(toPromoting: nil, isMarkedBad: false) == .nothingRan)
    }

    @Test func `may not be promoted while something else is brought there`() {
        var past = deployed()
        past.ask(.deploy, "b")
        #expect(obstacle(past) == .underWay(version: 2))
        past.start()
        #expect(obstacle(past) == .underWay(version: 2))
        #expect(!past.stage.runs(digest: "sha256:" + String(repeating: "a", count: 64)))
    }

    @Test func `may not be promoted when what came last failed and stayed`() {
        var past = deployed()
        past.ask(.deploy, "b")
        past.start()
        past.note(.failed(code: "broken", message: ""))
        #expect(obstacle(past) == .failed(version: 2))
        past.release(.rollback, "a")
        #expect(obstacle(past) == nil)
    }

    @Test func `may be promoted though what came last changed nothing`() {
        for event in [
            DeploymentEvent.failed(code: "denied", message: ""), .cancelled(reason: nil), .rejected(reason: "no"),
        ] {
            var past = deployed()
            past.ask(.deploy, "b")
            past.note(event)
            #expect(obstacle(past) == nil, "\(event)")
            #expect(past.stage.newestContent?.version == 1, "\(event)")
        }
        var rolledBack = deployed()
        rolledBack.ask(.deploy, "b")
        rolledBack.start()
        rolledBack.note(.rolledBack(to: 1, reason: "circuit breaker"))
        #expect(obstacle(rolledBack) == nil)
    }

    @Test func `may be promoted while another waits for approval, or is scaled`() {
        var waiting = Past(approval: .manual)
        waiting.ask(.deploy, "a")
        waiting.note(.approved(reason: nil))
        waiting.start()
        waiting.note(.succeeded())
        waiting.ask(.deploy, "b")
        #expect(obstacle(waiting) == nil)
        var scaled = deployed()
        scaled.ask(.scale, "a")
        scaled.start()
        scaled.note(.failed(code: "x", message: ""))
        #expect(obstacle(scaled) == nil)
    }
}

struct `A promotion's success` {
    @Test func `is rested on until something else is brought there`() throws {
        var past = Past()
        past.release(.promote, "a")
        let promotion = try #require(past.stage.deployments.last)
        #expect(past.stage.restsOn(promotion))
        past.ask(.deploy, "b")
        #expect(!past.stage.restsOn(promotion))
        past.note(.cancelled(reason: nil))
        #expect(past.stage.restsOn(promotion))
        past.release(.rollback, "c")
        #expect(!past.stage.restsOn(promotion))
    }

    @Test func `is found by what took it over, whatever came of that`() {
        var past = Past()
        past.ask(.promote, "a", from: .stage("dev", version: 3))
        past.note(.rejected(reason: "no"))
        #expect(past.stage.promotion(from: "dev", version: 3)?.version == 1)
        #expect(past.stage.promotion(from: "dev", version: 2) == nil)
        #expect(past.stage.promotion(from: "test", version: 3) == nil)
    }
}

struct `An image that is promoted` {
    private let digest = "sha256:" + String(repeating: "a", count: 64)
    private let here = "1.dkr.ecr.eu-west-1.amazonaws.com/shop"
    private let there = "2.dkr.ecr.us-east-1.amazonaws.com/other/shop"

    @Test func `is pulled from where the later stage's images are, in ECR`() throws {
        let image = try #require(ImageName("\(here)@\(digest)"))
        #expect(image.pulled(like: ImageName("\(there):old")).description == "\(there)@\(digest)")
        #expect(image.pulled(like: ImageName("\(there)@\(digest)")).description == "\(there)@\(digest)")
        #expect(image.pulled(like: ImageName("nginx:1")) == image)
        #expect(image.pulled(like: nil) == image)
        let elsewhere = try #require(ImageName("registry.example.com/shop@\(digest)"))
        #expect(elsewhere.pulled(like: ImageName("\(there):old")) == elsewhere)
    }
}
