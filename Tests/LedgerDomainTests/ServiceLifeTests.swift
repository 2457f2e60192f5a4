import LedgerDomain
import LedgerTesting
import LedgerValues
import Testing

/// Random lives of a service, whose facts arrive in any order, lost and doubled ones among them.
struct `The life of a service` {
    /// What must not depend on the order; a version is named by its id at AWS.
    private struct Ending: Equatable {
        let phase: Deployment.Phase
        let goal: String?
        let revision, image: String?
        let times: [Int64?]
    }

    private func endings(
        _ told: (stage: Stage, events: [TimedStageEvent], refused: Int)
    ) -> [String: Ending] {
        var goals: [Int: Int] = [:]
        for event in told.events {
            guard case .deployment(_, let version, .rolledBack(let goal?, _, _)) = event.event else { continue }
            goals[version] = goal
        }
        var endings: [String: Ending] = [:]
        for deployment in told.stage.deployments where !deployment.isDuplicate {
            let goal = goals[deployment.version].flatMap { told.stage.deployment(version: $0)?.awsDeployment }
            let times = deployment.times
            let concluded = deployment.phase == .ended(.superseded) ? times.superseded : nil
            endings[deployment.awsDeployment ?? ""] = Ending(
                phase: deployment.phase,
                goal: goal,
                revision: deployment.revision,
                image: deployment.image,
                times: [times.succeeded, times.failed, times.rolledBack, concluded].map { $0?.microseconds }
            )
        }
        return endings
    }

    @Test(arguments: 0..<8)
    func `ends the same whatever the order of its facts, with one open deployment at most`(round: Int) {
        let seed = UInt64.random(in: 0...UInt64.max)
        var dice = SeededRandom(seed: seed)
        for number in 0..<250 {
            let life = ServiceLife(&dice)
            let facts = life.facts.filter { _ in !dice.chance(10) }
            let expected = life.told(facts)
            check(expected, "seed \(seed), life \(number): \(facts)")
            for _ in 0..<4 {
                let order = ServiceLife.arriving(facts, &dice)
                let told = life.told(order)
                check(told, "seed \(seed), life \(number): \(order)")
                #expect(endings(told) == endings(expected), "seed \(seed), life \(number): \(order)")
            }
        }
    }

    private func check(_ told: (stage: Stage, events: [TimedStageEvent], refused: Int), _ what: Comment) {
        #expect(told.refused == 0, what)
        #expect(told.stage.deployments.filter(\.isOpen).count <= 1, what)
    }

    /// Nothing is lost and all is told: then the ledger knows what AWS runs, and which failures AWS has undone.
    @Test(arguments: 0..<4)
    func `is known in the end`(round: Int) {
        let seed = UInt64.random(in: 0...UInt64.max)
        var dice = SeededRandom(seed: seed)
        for number in 0..<250 {
            let life = ServiceLife(&dice)
            let stage = life.told(ServiceLife.arriving(life.facts, &dice)).stage
            for fact in life.facts where fact.news == .completed {
                let phase = stage.deployment(awsDeployment: fact.subject)?.phase
                #expect(phase == .ended(.succeeded), "seed \(seed), life \(number): \(fact)")
            }
            let ways = life.facts.filter { if case .rollingBack = $0.news { true } else { false } }
            for fact in life.facts {
                guard case .failed = fact.news else { continue }
                let isUndone = ways.contains { $0.time >= fact.time && $0.time <= fact.time.advanced(bySeconds: 3_600) }
                let phase = stage.deployment(awsDeployment: fact.awsDeployment)?.phase
                #expect(
                    phase == .ended(isUndone ? .rolledBack : .failed),
                    "seed \(seed), life \(number): \(fact)"
                )
            }
        }
    }
}
