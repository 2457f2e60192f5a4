package import LedgerDomain
package import LedgerValues

/// The life of one ECS service, as AWS's events tell it: deployments that complete, fail, are rolled back or replaced.
package struct ServiceLife: Sendable {
    /// What the ledger has recorded of its own deployment, before any event arrived.
    package private(set) var own: [TimedStageEvent] = []
    /// In the order in which they happened.
    package private(set) var facts: [DeploymentFact] = []

    private var second: Int64 = 0
    private var count = 0
    /// The deployments that have completed, the newest last, with the revision of each.
    private var completed: [(name: String, revision: Int)] = []

    package static let stage: StageID = "shop/prod"

    package init(_ dice: inout SeededRandom) {
        let deployments = Int.random(in: 1...5, using: &dice)
        let ours = dice.chance(40) ? Int.random(in: 1...deployments, using: &dice) : 0
        for number in 1...deployments { deploy(&dice, isOurs: number == ours) }
    }

    /// A stage before the first of its facts.
    package var beginning: Stage {
        var stage = Stage()
        let target = StageTarget.ecs(cluster: "main", service: "shop-prod", family: "shop", container: "api")
        let added = StageAdded(id: Self.stage, account: "123456789012", region: "us-east-1", target: target)
        stage.evolve(.added(added), at: Self.time(-1_000))
        for event in own { stage.evolve(event.event, at: event.time) }
        return stage
    }

    package static func time(_ second: Int64) -> Timestamp {
        Timestamp(microseconds: 1_790_000_000_000_000).advanced(bySeconds: second)
    }

    /// The id of an observed deployment, as everybody gives it.
    package static func id(of fact: DeploymentFact) -> DeploymentID {
        DeploymentID(high: 9, low: fact.subject.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
    }
}

extension ServiceLife {
    private mutating func add(_ news: DeploymentFact.News, of name: String, at second: Int64) {
        facts.append(DeploymentFact(awsDeployment: name, time: Self.time(second), news: news))
    }

    private mutating func pass(_ dice: inout SeededRandom, upTo most: Int64) {
        second += Int64.random(in: 1...most, using: &dice)
    }

    /// With version consistency off, a task may run another digest than the first one.
    private mutating func task(_ dice: inout SeededRandom, of name: String, _ revision: Int) {
        let digest: String? = dice.chance(80) ? "shop@sha256:\(dice.chance(90) ? revision : revision + 100)" : nil
        var images: [String: String] = [:]
        if dice.chance(50) { images["proxy"] = "proxy@sha256:\(dice.chance(90) ? revision : revision + 100)" }
        add(.content(revision: "shop:\(revision)", image: digest, images: images), of: name, at: second)
    }

    private mutating func deploy(_ dice: inout SeededRandom, isOurs: Bool) {
        pass(&dice, upTo: 9_000)
        count += 1
        let (name, revision) = ("ecs-svc/\(count)", count)
        if isOurs { ask(for: name, revision) }
        add(.inProgress, of: name, at: second)
        for _ in 0..<Int.random(in: 0...2, using: &dice) {
            pass(&dice, upTo: 60)
            task(&dice, of: name, revision)
            // Until it is replaced, the old deployment replaces the tasks that it loses.
            if let old = completed.last, dice.chance(30) { task(&dice, of: old.name, old.revision) }
        }
        pass(&dice, upTo: 300)
        switch Int.random(in: 0..<10, using: &dice) {
        case 0..<5: complete(name, revision)
        case 5..<8:
            add(.failed(code: "SERVICE_DEPLOYMENT_FAILED", message: "tasks of \(name) failed"), of: name, at: second)
            if let last = completed.last { goBack(&dice, to: last.name, last.revision) }
        // It goes on until the next one replaces it.
        default: return
        }
    }

    private mutating func complete(_ name: String, _ revision: Int) {
        add(.completed, of: name, at: second)
        completed.append((name, revision))
    }

    /// AWS's circuit breaker: under the old id, or under a new one.
    private mutating func goBack(_ dice: inout SeededRandom, to target: String, _ revision: Int) {
        second += Int64.random(in: 0...30, using: &dice)
        var name = target
        if dice.chance(50) {
            count += 1
            name = "ecs-svc/\(count)"
        }
        add(.rollingBack(to: target), of: name, at: second)
        pass(&dice, upTo: 60)
        if dice.chance(60) { task(&dice, of: name, revision) }
        pass(&dice, upTo: 300)
        if dice.chance(80) { add(.completed, of: name, at: second) }
    }

    private mutating func ask(for name: String, _ revision: Int) {
        let id = DeploymentID(high: 1, low: 1)
        let request = DeploymentRequest(kind: .deploy, image: "shop@sha256:\(revision)", revision: "shop:\(revision)")
        let start = DeploymentEvent.started(revision: "shop:\(revision)", image: nil, awsDeployment: name)
        for (event, second) in [(DeploymentEvent.requested(request), second - 1), (start, second)] {
            let event = StageEvent.deployment(id, version: 1, event)
            own.append(TimedStageEvent(event: event, time: Self.time(second)))
        }
    }
}

extension ServiceLife {
    /// The same facts as they may arrive: in another order, some of them more than once.
    package static func arriving(_ facts: [DeploymentFact], _ dice: inout SeededRandom) -> [DeploymentFact] {
        (facts + facts.filter { _ in dice.chance(20) }).shuffled(using: &dice)
    }

    /// What the facts make of the stage: the events, after those of its own deployment, and the stage after them.
    package func told(_ facts: [DeploymentFact]) -> (stage: Stage, events: [TimedStageEvent], refused: Int) {
        var (stage, events, refused) = (beginning, own, 0)
        for fact in facts {
            guard let caused = stage.observe(fact, as: Self.id(of: fact)) else {
                refused += 1
                continue
            }
            for event in caused { stage.evolve(event.event, at: event.time) }
            events += caused
        }
        return (stage, events, refused)
    }
}
