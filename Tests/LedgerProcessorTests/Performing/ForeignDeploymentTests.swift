import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerTesting
import LedgerValues
import Testing

/// What this ledger's processor has not written itself: it came by `record`, an export, a backup, or from somebody who
/// writes to the file without the key.
struct `A deployment that is not the ledger's own` {
    private func foreign(_ scenario: DeploymentScenario, _ type: String, _ data: JSONObject) throws {
        var data = data
        data["deployment"] = .string(scenario.deployment.description)
        let proposal = Proposal.deployment(type, of: "staging", data)
        _ = try scenario.harness.recorder.record([proposal], by: "mallory")
    }

    private func intent(_ action: ActionID) -> ActionEvent {
        .intended(ActionIntent(.updateService, ["cluster": "main", "service": "prod", "taskDefinition": "shop:9"]))
    }

    @Test(arguments: [true, false])
    func `makes no call`(sends: Bool) async throws {
        let scenario = try DeploymentScenario(isOwn: false)
        if sends {
            await #expect(throws: RunnerError.self) { try await scenario.run() }
        } else {
            _ = try? await scenario.run(sends: false)
        }
        #expect(scenario.cloud.state.revisions.isEmpty)
        #expect(try scenario.events().allSatisfy { !$0.type.hasPrefix("action.") })
    }

    @Test func `makes no call that somebody else intends in the middle of an own one`() async throws {
        let scenario = try DeploymentScenario()
        let action = Counter.shared.next()
        let event = LedgerEvent.stage(.action(action, deployment: scenario.deployment, intent(action)))
        _ = try scenario.harness.recorder.record(
            [Proposal(event, in: .stage(DeploymentScenario.stage))],
            by: "mallory"
        )
        do {
            _ = try await scenario.run()
            Issue.record("it ran")
        } catch {
            guard case .foreign(_, .event(_, let type)) = error else { throw error }
            #expect(type == "action.intended.v1")
        }
        #expect(scenario.cloud.state.revisions.isEmpty)
    }

    @Test func `makes its calls once somebody has adopted it, with the key`() async throws {
        let scenario = try DeploymentScenario(isOwn: false)
        try foreign(scenario, "adopted", ["reason": "me"])
        await #expect(throws: RunnerError.self) { try await scenario.run() }
        try scenario.harness.record(.deployment("adopted", of: "staging", ["reason": "checked"]))
        _ = try await scenario.run()
        #expect(try scenario.process().deployment?.phase == .ended(.succeeded))
    }

    @Test func `is one from before a loss that was accepted`() async throws {
        let scenario = try DeploymentScenario()
        let ledger = scenario.harness.log.ledger
        let loss = AcceptedLoss(
            acknowledged: 12,
            acknowledgedRoot: String(repeating: "a", count: 64),
            restored: 9,
            restoredRoot: String(repeating: "b", count: 64),
            reason: "disk"
        )
        _ = try scenario.harness.recorder.record(
            [Proposal(.custody(.lossAccepted(loss)), in: .ledger(ledger))],
            by: "ana"
        )
        do {
            _ = try await scenario.run()
            Issue.record("it ran")
        } catch {
            guard case .foreign(_, .loss) = error else { throw error }
        }
        try scenario.harness.record(.deployment("adopted", of: "staging", ["reason": "checked"]))
        _ = try await scenario.run()
        #expect(try scenario.process().deployment?.phase == .ended(.succeeded))
    }

    @Test func `has not succeeded for a chain because a fact says so`() async throws {
        let scenario = try DeploymentScenario(ScriptedCloud(outcome: .failed(code: "x", message: "y")))
        try foreign(scenario, "started", ["revision": "shop:1"])
        try foreign(scenario, "succeeded", [:])
        #expect(try scenario.process().deployment?.phase == .ended(.succeeded))
        #expect(try await !scenario.confirmsSuccess())
        let own = try DeploymentScenario()
        _ = try await own.run()
        #expect(try await own.confirmsSuccess())
    }
}
