import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerTesting
import Testing
import LedgerValues

/// Processes that die before or after any append and any call, those that go on as well.
struct `A deployment whose process is killed` {
    @Test(arguments: Carrying.Asked.all)
    func `ends well wherever that was, and whoever goes on is killed too`(asked: Carrying.Asked) async throws {
        let whole = Mortality()
        _ = try await Carrying(asked).run(whole)
        // Two events in one append, the call, what came of it; and the deployment's start and end.
        #expect(whole.steps == 2 * (asked.plan.count * 3 + 2))
        let expected = try await Expectation(asked)
        for deadly in whole.moments {
            for again in [0] + whole.moments {
                let carrying = try Carrying(asked)
                _ = try? await carrying.run(Mortality(deadly: deadly))
                if again > 0 { _ = try? await carrying.run(Mortality(deadly: again)) }
                _ = try await carrying.run()
                try expected.check(carrying, "killed at \(deadly), then at \(again)")
            }
        }
    }

    /// So that of any two such deaths one is enough where whoever goes on is killed as well.
    @Test(arguments: Carrying.Asked.all)
    func `leaves the same, killed after a step or before the next, and ends well`(asked: Carrying.Asked) async throws {
        let whole = Mortality()
        _ = try await Carrying(asked).run(whole)
        let expected = try await Expectation(asked)
        var left: [[String]] = []
        for deadly in 1...whole.steps {
            let carrying = try Carrying(asked)
            _ = try? await carrying.run(Mortality(deadly: deadly))
            left.append(try carrying.left())
            _ = try await carrying.run()
            try expected.check(carrying, "killed at \(deadly)")
        }
        #expect(Set(left).count == whole.moments.count + 1)
        for moment in whole.moments.dropLast() { #expect(left[moment - 1] == left[moment], "killed at \(moment)") }
    }

    /// No call twice, wherever a look finds nothing because the call itself got lost.
    @Test(arguments: Carrying.Asked.all, [ScriptedCloud.Fate.lost, .vanished, .throttled])
    func `ends well though a call got lost besides`(asked: Carrying.Asked, fate: ScriptedCloud.Fate) async throws {
        let expected = try await Expectation(asked)
        for position in asked.plan.indices {
            let fates = Array(repeating: ScriptedCloud.Fate.answered, count: position) + [fate]
            let whole = Mortality()
            _ = try await Carrying(ScriptedCloud(fates: fates), asked).run(whole)
            for deadly in whole.moments {
                let carrying = try Carrying(ScriptedCloud(fates: fates), asked)
                _ = try? await carrying.run(Mortality(deadly: deadly))
                _ = try await carrying.run()
                try expected.check(carrying, "\(fate) at call \(position), killed at \(deadly)")
            }
        }
    }

    /// Whoever is killed leaves nothing that the next deployment could not go on from.
    @Test(arguments: Carrying.Asked.all)
    func `sends nothing that is not written down`(asked: Carrying.Asked) async throws {
        let whole = Mortality()
        _ = try await Carrying(asked).run(whole)
        for deadly in 1...whole.steps {
            let carrying = try Carrying(asked)
            _ = try? await carrying.run(Mortality(deadly: deadly))
            let attempted = try carrying.events().filter { $0.type == "action.attempted.v1" }.count
            #expect(carrying.cloud.state.writes <= attempted, "killed at \(deadly)")
        }
    }

    @Test func `notes the tag that it moved, once`() async throws {
        let whole = Mortality()
        _ = try await Carrying(.promote).run(whole)
        for deadly in 1...whole.steps {
            let carrying = try Carrying(.promote)
            _ = try? await carrying.run(Mortality(deadly: deadly))
            _ = try await carrying.run()
            let repository = "repository/123456789012/us-east-1/shop"
            let facts = try carrying.harness.log.allRecords(of: repository).map { try $0.read() }
            #expect(facts.map(\.type) == ["image.tagged.v1"], "killed at \(deadly)")
            #expect(facts.first?.data["tag"] == "staging" && facts.first?.data["digest"] == .string(Carrying.digest))
        }
    }
}

/// What must be so in the end, taken from a deployment that nobody disturbed.
private struct Expectation {
    let writes: Int
    let running: String
    let steps: [String]

    init(_ asked: Carrying.Asked) async throws {
        let carrying = try Carrying(asked)
        _ = try await carrying.run()
        let state = carrying.cloud.state
        (writes, running) = (state.writes, state.running)
        steps = try carrying.chain()
        #expect(writes == asked.plan.count && running == (asked.revision ?? "shop:1").arn)
        #expect(state.tagged == (asked.plan.contains(.putImage) ? Carrying.digest : nil))
    }

    func check(_ carrying: Carrying, _ where: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let state = carrying.cloud.state
        let phase = try carrying.process().deployment?.phase
        #expect(phase == .ended(.succeeded), "\(`where`)", sourceLocation: sourceLocation)
        #expect(state.writes == writes, "\(`where`)", sourceLocation: sourceLocation)
        #expect(state.running == running, "\(`where`)", sourceLocation: sourceLocation)
        #expect(try carrying.chain() == steps, "\(`where`)", sourceLocation: sourceLocation)
    }
}

extension Carrying {
    fileprivate init(_ asked: Asked) throws { try self.init(ScriptedCloud(), asked) }

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
