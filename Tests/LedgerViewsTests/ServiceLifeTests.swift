import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerValues
import LedgerViews
import Testing

/// Random lives of a service in the views, whose facts arrive in any order.
struct `The life of a service in the views` {
    /// What must not depend on the order.
    private struct Shown: Equatable {
        /// The outcome, its time and the content of each deployment, by its id at AWS.
        var deployments: [Cell: [Cell]] = [:]
        /// What ran and from when, without the numbers of the versions.
        var runs: [[Cell]] = []
    }

    private func drafts(_ life: ServiceLife, _ events: [TimedStageEvent], _ dice: inout SeededRandom) -> [EventDraft] {
        let target = StageTarget.ecs(cluster: "main", service: "shop-prod", family: "shop", container: "api")
        let id = ServiceLife.stage
        let added = StageEvent.added(StageAdded(id: id, account: "123456789012", region: "us-east-1", target: target))
        return ([TimedStageEvent(event: added, time: ServiceLife.time(-1_000))] + events).map { event in
            EventDraft(
                id: dice.id(at: event.time),
                type: event.event.type.rawValue,
                subject: StreamName.stage(id).description,
                time: event.time,
                actor: "ecs.amazonaws.com",
                data: LedgerEvent.stage(event.event).data
            )
        }
    }

    private func shown(_ life: ServiceLife, _ facts: [DeploymentFact], _ dice: inout SeededRandom) throws -> Shown {
        let told = life.told(facts)
        let session = try ViewFixture(drafts(life, told.events, &dice)).session()
        #expect(try session.rows(of: .unreadable).rows.isEmpty)
        #expect(try session.rows(of: .stages, ["stack": .null]).rows.count == 1)
        var shown = Shown()
        let deployments = Statement(
            "SELECT aws_deployment, outcome, ended_at, revision, image, version FROM deployments"
        )
        for row in try session.rows(of: deployments).rows {
            let version = Int(row[5].integer ?? 0)
            guard let known = told.stage.deployment(version: version), !known.isDuplicate else { continue }
            // The domain concludes the same.
            let outcome: Outcome? = if case .ended(let outcome) = known.phase { outcome } else { nil }
            #expect(row[1].text == outcome?.rawValue)
            shown.deployments[row[0]] = [row[1], row[2], row[3], row[4]]
        }
        let runs = Statement(#"SELECT "from", "to", revision, image FROM runs ORDER BY "from", revision"#)
        shown.runs = try session.rows(of: runs).rows
        return shown
    }

    @Test func `is shown the same whatever the order of its facts, in one row`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var dice = SeededRandom(seed: seed)
        for number in 0..<Thoroughness.rounds(40, full: 1_000) {
            let life = ServiceLife(&dice)
            let facts = life.facts.filter { _ in !dice.chance(10) }
            let expected = try shown(life, facts, &dice)
            for _ in 0..<2 {
                let order = ServiceLife.arriving(facts, &dice)
                let found = try shown(life, order, &dice)
                #expect(found == expected, "seed \(seed), life \(number): \(order)")
            }
        }
    }
}
