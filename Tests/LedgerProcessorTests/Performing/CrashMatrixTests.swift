import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerTesting
import Testing
import LedgerValues

/// Processes that die before or after any append and any call, those that go on as well.
struct `A deployment whose process is killed` {
    @Test(arguments: DeploymentScenario.Order.all)
    func `ends well wherever that was, and whoever goes on is killed too`(order: DeploymentScenario.Order) async throws
    {
        let whole = SimulatedProcess()
        _ = try await DeploymentScenario(order).run(whole)
        // Two events in one append, the call, what came of it; and the deployment's start and end.
        #expect(whole.steps == 2 * (order.plan.count * 3 + 2))
        let expected = try await Expectation(order)
        for step in whole.crashPoints {
            for again in [0] + whole.crashPoints {
                let scenario = try DeploymentScenario(order)
                _ = try? await scenario.run(SimulatedProcess(dyingAt: step))
                if again > 0 { _ = try? await scenario.run(SimulatedProcess(dyingAt: again)) }
                _ = try await scenario.run()
                try expected.check(scenario, "killed at \(step), then at \(again)")
            }
        }
    }

    /// So that of any two such deaths one is enough where whoever goes on is killed as well.
    @Test(arguments: DeploymentScenario.Order.all)
    func `leaves the same, killed after a step or before the next, and ends well`(order: DeploymentScenario.Order)
        async throws
    {
        let whole = SimulatedProcess()
        _ = try await DeploymentScenario(order).run(whole)
        let expected = try await Expectation(order)
        var left: [[String]] = []
        for step in 1...whole.steps {
            let scenario = try DeploymentScenario(order)
            _ = try? await scenario.run(SimulatedProcess(dyingAt: step))
            left.append(try scenario.left())
            _ = try await scenario.run()
            try expected.check(scenario, "killed at \(step)")
        }
        #expect(Set(left).count == whole.crashPoints.count + 1)
        for point in whole.crashPoints.dropLast() { #expect(left[point - 1] == left[point], "killed at \(point)") }
    }

    /// No call twice, wherever a look finds nothing because the call itself got lost.
    @Test(arguments: DeploymentScenario.Order.all, [ScriptedCloud.Fate.lost, .vanished, .throttled])
    func `ends well though a call got lost besides`(order: DeploymentScenario.Order, fate: ScriptedCloud.Fate)
        async throws
    {
        let expected = try await Expectation(order)
        for position in order.plan.indices {
            let fates = Array(repeating: ScriptedCloud.Fate.answered, count: position) + [fate]
            let whole = SimulatedProcess()
            _ = try await DeploymentScenario(ScriptedCloud(fates: fates), order).run(whole)
            for step in whole.crashPoints {
                let scenario = try DeploymentScenario(ScriptedCloud(fates: fates), order)
                _ = try? await scenario.run(SimulatedProcess(dyingAt: step))
                _ = try await scenario.run()
                try expected.check(scenario, "\(fate) at call \(position), killed at \(step)")
            }
        }
    }

    /// Whoever is killed leaves nothing that the next deployment could not go on from.
    @Test(arguments: DeploymentScenario.Order.all)
    func `sends nothing that is not written down`(order: DeploymentScenario.Order) async throws {
        let whole = SimulatedProcess()
        _ = try await DeploymentScenario(order).run(whole)
        for step in 1...whole.steps {
            let scenario = try DeploymentScenario(order)
            _ = try? await scenario.run(SimulatedProcess(dyingAt: step))
            let attempted = try scenario.events().filter { $0.type == "action.attempted.v1" }.count
            #expect(scenario.cloud.state.writes <= attempted, "killed at \(step)")
        }
    }

    @Test func `notes the tag that it moved, once`() async throws {
        let whole = SimulatedProcess()
        _ = try await DeploymentScenario(.promote).run(whole)
        for step in 1...whole.steps {
            let scenario = try DeploymentScenario(.promote)
            _ = try? await scenario.run(SimulatedProcess(dyingAt: step))
            _ = try await scenario.run()
            let repository = "repository/123456789012/us-east-1/shop"
            let facts = try scenario.harness.log.allRecords(of: repository).map { try $0.read() }
            #expect(facts.map(\.type) == ["image.tagged.v1"], "killed at \(step)")
            #expect(
                facts.first?.data["tag"] == "staging"
                    && facts.first?.data["digest"] == .string(DeploymentScenario.digest)
            )
        }
    }
}

/// What must be so in the end, taken from a deployment that nobody disturbed.
private struct Expectation {
    let writes: Int
    let running: String
    let steps: [String]

    init(_ order: DeploymentScenario.Order) async throws {
        let scenario = try DeploymentScenario(order)
        _ = try await scenario.run()
        let state = scenario.cloud.state
        (writes, running) = (state.writes, state.running)
        steps = try scenario.chain()
        #expect(writes == order.plan.count && running == (order.revision ?? "shop:1").arn)
        #expect(state.tagged == (order.plan.contains(.putImage) ? DeploymentScenario.digest : nil))
    }

    func check(_ scenario: DeploymentScenario, _ where: String, sourceLocation: SourceLocation = #_sourceLocation)
        throws
    {
        let state = scenario.cloud.state
        let phase = try scenario.process().deployment?.phase
        #expect(phase == .ended(.succeeded), "\(`where`)", sourceLocation: sourceLocation)
        #expect(state.writes == writes, "\(`where`)", sourceLocation: sourceLocation)
        #expect(state.running == running, "\(`where`)", sourceLocation: sourceLocation)
        #expect(try scenario.chain() == steps, "\(`where`)", sourceLocation: sourceLocation)
    }
}

extension DeploymentScenario {
    fileprivate init(_ order: Order) throws { try self.init(ScriptedCloud(), order) }

    /// What a process that died has left in the log and at AWS.
    fileprivate func left() throws -> [String] {
        try events().map(\.type) + ["\(cloud.state.writes) writes, \(cloud.state.running)"]
    }

    /// What was decided and what came of it, in order, without the tries; each caused by one before it in the log.
    fileprivate func chain() throws -> [String] {
        let events = try events().filter { $0.correlationID == deployment }
        var seen: Set<UniqueID> = []
        for event in events {
            if let cause = event.causationID, cause != event.id { #expect(seen.contains(cause), "\(event.type)") }
            seen.insert(event.id)
        }
        return events.compactMap { event in
            switch event.type {
            case "action.intended.v1": "intended \(event.data["operation"]?.string ?? "")"
            case "action.succeeded.v1": "landed"
            case "action.reconciled.v1" where event.data["verdict"] == "landed": "landed"
            case "action.attempted.v1", "action.doubted.v1", "action.reconciled.v1", "action.failed.v1": nil
            default: event.type
            }
        }
    }
}

extension ScriptedCloud.World {
    fileprivate var writes: Int { tags + revisions.count + updates }
}

extension String {
    fileprivate var arn: String { ScriptedCloud.World.arn(self) }
}
