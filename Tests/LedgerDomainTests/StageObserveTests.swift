import LedgerDomain
import LedgerTesting
import Testing
import LedgerValues

struct `Facts of a service's deployments` {
    /// What must not depend on the order in which facts are heard of.
    private struct Ending: Equatable {
        let phase: Deployment.Phase
        let revision, image: String?
        let images: [String: String]
    }

    private let stageID = StageID("shop", "prod")

    private var added: Stage {
        let target = StageTarget.ecs(cluster: "main", service: "shop-prod", family: "shop", container: "api")
        var stage = Stage()
        stage.evolve(.added(StageAdded(id: stageID, account: "1", region: "r", target: target)), at: time(0))
        return stage
    }

    private func time(_ second: Int64) -> Timestamp {
        Timestamp(microseconds: 1_790_000_000_000_000).advanced(bySeconds: second)
    }

    private func fact(_ name: String, _ news: DeploymentFact.News, at second: Int64) -> DeploymentFact {
        DeploymentFact(awsDeployment: name, time: time(second), news: news)
    }

    private func id(_ name: String) -> DeploymentID {
        DeploymentID(high: 9, low: name.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
    }

    private func observe(_ fact: DeploymentFact, in stage: inout Stage) -> [StageEvent]? {
        guard let events = stage.observe(fact, as: id(fact.awsDeployment)) else { return nil }
        for event in events { stage.evolve(event.event, at: event.time) }
        return events.map(\.event)
    }

    private func endings(after facts: [DeploymentFact]) -> [String: Ending] {
        var stage = added
        for fact in facts { _ = observe(fact, in: &stage) }
        var endings: [String: Ending] = [:]
        for deployment in stage.deployments {
            let ending = Ending(
                phase: deployment.phase,
                revision: deployment.revision,
                image: deployment.image,
                images: deployment.images
            )
            endings[deployment.awsDeployment ?? ""] = ending
        }
        return endings
    }

    /// Up to six deployments; of each some of the facts that AWS may send, at times that may well be wrong.
    private func history(_ dice: inout SeededRandom) -> [DeploymentFact] {
        (1...Int.random(in: 1...6, using: &dice)).flatMap { number in
            let name = "ecs-svc/\(number)"
            let start = Int64.random(in: 0...60, using: &dice)
            var facts: [DeploymentFact] = []
            if Bool.random(using: &dice) { facts.append(fact(name, .inProgress, at: start)) }
            if Int.random(in: 0..<5, using: &dice) == 0 {
                facts.append(fact(name, .inProgress, at: start + Int64.random(in: 0...9, using: &dice)))
            }
            for _ in 0..<Int.random(in: 0...3, using: &dice) {
                let image = ["a", "b", nil].randomElement(using: &dice) ?? nil
                let created = start + Int64.random(in: -2...30, using: &dice)
                let names = ["proxy", "log"].filter { _ in Bool.random(using: &dice) }
                let images = names.reduce(into: [:]) { $0[$1] = ["x", "y"].randomElement(using: &dice) }
                let content = DeploymentFact.News.content(revision: "shop:\(number)", image: image, images: images)
                facts.append(fact(name, content, at: created))
            }
            let end = start + Int64.random(in: 0...20, using: &dice)
            switch Int.random(in: 0..<3, using: &dice) {
            case 0: facts.append(fact(name, .completed, at: end))
            case 1: facts.append(fact(name, .failed(code: "F", message: "m"), at: end))
            default: break
            }
            return facts
        }
    }

    @Test(arguments: 0..<400)
    func `end the same in any order and however often`(round: Int) {
        let seed = UInt64.random(in: 0...UInt64.max)
        var dice = SeededRandom(seed: seed)
        let facts = history(&dice)
        let expected = endings(after: facts)
        for _ in 0..<12 {
            let repeated = facts + facts.filter { _ in Bool.random(using: &dice) }
            let order = repeated.shuffled(using: &dice)
            #expect(endings(after: order) == expected, "seed \(seed): \(order)")
        }
    }

    @Test(arguments: 0..<100)
    func `tell nothing the second time`(round: Int) {
        let seed = UInt64.random(in: 0...UInt64.max)
        var dice = SeededRandom(seed: seed)
        var stage = added
        for fact in history(&dice).shuffled(using: &dice) {
            _ = observe(fact, in: &stage)
            #expect(observe(fact, in: &stage) == [], "seed \(seed): \(fact)")
        }
        #expect(
            stage.deployments.map(\.version)
                == Array(1...max(1, stage.deployments.count)).prefix(stage.deployments.count).map { $0 }
        )
    }

    @Test func `of one that is completed end what began before`() {
        let facts = [fact("a", .inProgress, at: 1), fact("b", .completed, at: 9)]
        #expect(endings(after: facts).mapValues(\.phase) == ["a": .ended(.superseded), "b": .ended(.succeeded)])
    }

    @Test func `of a failed one end nothing else`() {
        let facts = [fact("a", .inProgress, at: 1), fact("b", .failed(code: "F", message: "m"), at: 9)]
        #expect(endings(after: facts)["a"]?.phase == .started)
    }

    @Test func `of an old one's late task leave the new one alone`() {
        let facts = [
            fact("b", .inProgress, at: 5), fact("a", .content(revision: "shop:1", image: nil), at: 8),
            fact("a", .content(revision: "shop:1", image: "x"), at: 2),
        ]
        #expect(endings(after: facts).mapValues(\.phase) == ["b": .started, "a": .ended(.superseded)])
    }

    @Test func `supersede what was asked for here and is open`() {
        var stage = added
        let asked = id("asked")
        let request = DeploymentRequest(kind: .deploy, revision: "shop:1")
        stage.evolve(.deployment(asked, version: 1, .requested(request)), at: time(1))
        let events = observe(fact("b", .inProgress, at: 5), in: &stage)
        #expect(events?.last == .deployment(asked, version: 1, .superseded(by: 2)))
        #expect(observe(fact("a", .inProgress, at: 0), in: &stage)?.count == 2)
    }

    @Test func `of tasks alone do not block what is asked for next`() throws {
        var stage = added
        let request = StageEvent.deployment(id("asked"), version: 2, .requested(DeploymentRequest(kind: .deploy)))
        _ = observe(fact("a", .content(revision: "shop:1", image: nil), at: 3), in: &stage)
        let superseded = StageEvent.deployment(id("a"), version: 1, .superseded(by: 2))
        #expect(try stage.decide(request, at: time(4)) == [superseded, request])
        _ = observe(fact("a", .inProgress, at: 3), in: &stage)
        #expect(throws: Rejection.deploymentOpen(stageID, version: 1)) { try stage.decide(request, at: time(4)) }
    }

    @Test func `of its task alone end what began before`() {
        let facts = [
            fact("a", .inProgress, at: 1), fact("b", .content(revision: "shop:2", image: nil), at: 9),
            fact("c", .content(revision: "shop:3", image: nil), at: 20),
        ]
        #expect(
            endings(after: facts).mapValues(\.phase)
                == ["a": .ended(.superseded), "b": .ended(.superseded), "c": .started]
        )
    }

    @Test func `of an old one's new task end the new one only until its age is known`() {
        let late = [
            fact("b", .inProgress, at: 5), fact("a", .content(revision: "shop:1", image: nil), at: 8),
        ]
        #expect(endings(after: late)["b"]?.phase == .ended(.superseded))
        let all = late + [fact("a", .content(revision: "shop:1", image: nil), at: 2)]
        #expect(endings(after: all).mapValues(\.phase) == ["b": .started, "a": .ended(.superseded)])
    }

    @Test func `leave alone an act that began after it, and a change of the surroundings`() {
        for (kind, second) in [(DeploymentKind.deploy, 6), (.configure, 1)] {
            var stage = added
            let request = DeploymentRequest(kind: kind)
            stage.evolve(.deployment(id("asked"), version: 1, .requested(request)), at: time(Int64(second)))
            _ = observe(fact("b", .inProgress, at: 5), in: &stage)
            _ = observe(fact("b", .completed, at: 9), in: &stage)
            #expect(stage.deployment(id("asked"))?.isOpen == true, "\(kind)")
        }
    }

    @Test(arguments: [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [3, 0, 5, 4, 1, 2], [4, 5, 2, 3, 1, 0]])
    func `of one that completes twice, as AWS goes back to it, end it when it first did`(order: [Int]) throws {
        for way in ["a", "c"] {
            let facts = [
                fact("a", .inProgress, at: 1), fact("a", .completed, at: 5), fact("b", .inProgress, at: 100),
                fact("b", .failed(code: "F", message: "tasks failed"), at: 105),
                fact(way, .rollingBack(to: "a"), at: 106), fact(way, .completed, at: 110),
            ]
            var stage = added
            var told: [StageEvent] = []
            for index in order { told += observe(facts[index], in: &stage) ?? [] }
            let old = try #require(stage.deployment(awsDeployment: "a"))
            let new = try #require(stage.deployment(id("b")))
            #expect(old.phase == .ended(.succeeded) && old.times.succeeded == time(5), "\(way)")
            #expect(new.phase == .ended(.rolledBack), "\(way)")
            let rolledBack = DeploymentEvent.rolledBack(to: old.version, reason: "tasks failed")
            #expect(told.contains(.deployment(new.id, version: new.version, rolledBack)), "\(way)")
            #expect(stage.deployment(awsDeployment: way)?.id == old.id, "\(way)")
            #expect(stage.deployments.allSatisfy { !$0.isOpen }, "\(way)")
        }
    }

    @Test func `of AWS's way back end what was asked for here`() throws {
        var stage = added
        let request = DeploymentRequest(kind: .deploy, revision: "shop:2")
        _ = observe(fact("a", .completed, at: 1), in: &stage)
        stage.evolve(.deployment(id("asked"), version: 2, .requested(request)), at: time(5))
        let start = DeploymentEvent.started(revision: nil, image: nil, awsDeployment: "b")
        stage.evolve(.deployment(id("asked"), version: 2, start), at: time(6))
        _ = observe(fact("c", .rollingBack(to: "a"), at: 20), in: &stage)
        #expect(stage.deployment(id("asked"))?.phase == .ended(.superseded))
        _ = observe(fact("b", .failed(code: "F", message: "m"), at: 20), in: &stage)
        #expect(stage.deployment(id("asked"))?.phase == .ended(.rolledBack))
        #expect(stage.deployments.count == 2 && stage.blockingDeployment == nil)
    }

    @Test func `find the deployment that the answer to its call names, before its start is recorded`() {
        var stage = added
        let asked = id("asked")
        let intent = ActionIntent(service: "ecs", operation: "UpdateService", actionClass: .convergent, request: [:])
        stage.evolve(.deployment(asked, version: 1, .requested(DeploymentRequest(kind: .deploy))), at: time(1))
        stage.evolve(.action(id("call"), deployment: asked, .intended(intent)), at: time(2))
        let answer = ActionEvent.succeeded(attempt: 1, requestID: nil, result: ["awsDeployment": "b"])
        stage.evolve(.action(id("call"), deployment: asked, answer), at: time(3))
        #expect(observe(fact("b", .inProgress, at: 3), in: &stage) == [])
        #expect(observe(fact("b", .completed, at: 9), in: &stage) == [.deployment(asked, version: 1, .succeeded())])
    }

    @Test func `wait for no call that was refused, or of a deployment that has ended`() {
        let intent = ActionIntent(service: "ecs", operation: "UpdateService", actionClass: .convergent, request: [:])
        let refused = ActionEvent.failed(attempt: 1, code: "T", message: "m", retryable: true)
        for (event, end) in [(refused, nil), (.doubted(attempt: 1, why: "w"), DeploymentEvent.cancelled(reason: nil))] {
            var stage = added
            let asked = id("asked")
            stage.evolve(.deployment(asked, version: 1, .requested(DeploymentRequest(kind: .deploy))), at: time(1))
            stage.evolve(.action(id("call"), deployment: asked, .intended(intent)), at: time(2))
            stage.evolve(.action(id("call"), deployment: asked, event), at: time(3))
            if let end { stage.evolve(.deployment(asked, version: 1, end), at: time(4)) }
            #expect(observe(fact("b", .inProgress, at: 5), in: &stage) != nil)
        }
    }

    @Test func `wait while it is not known what a call of our own did`() {
        var stage = added
        let asked = id("asked")
        let intent = ActionIntent(service: "ecs", operation: "UpdateService", actionClass: .convergent, request: [:])
        stage.evolve(.deployment(asked, version: 1, .requested(DeploymentRequest(kind: .deploy))), at: time(1))
        stage.evolve(.action(id("call"), deployment: asked, .intended(intent)), at: time(2))
        #expect(observe(fact("b", .inProgress, at: 3), in: &stage) == nil)
        let start = DeploymentEvent.started(revision: "shop:1", image: nil, awsDeployment: "b")
        stage.evolve(
            .action(id("call"), deployment: asked, .succeeded(attempt: 1, requestID: nil, result: [:])),
            at: time(4)
        )
        stage.evolve(.deployment(asked, version: 1, start), at: time(4))
        #expect(observe(fact("b", .inProgress, at: 3), in: &stage) == [])
        #expect(observe(fact("b", .completed, at: 9), in: &stage) == [.deployment(asked, version: 1, .succeeded())])
    }
}
