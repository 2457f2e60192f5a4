import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerTesting
import Synchronization
import Testing
import LedgerValues

struct `A deployment that is carried through` {
    @Test func `has its calls made in order, and everything written down`() async throws {
        let carrying = try Carrying()
        guard case .ended(let process) = try await carrying.run() else {
            Issue.record("not ended")
            return
        }
        #expect(process.deployment?.phase == .ended(.succeeded))
        #expect(process.deployment?.revision == "shop:1")
        let types = try carrying.events().map(\.type).drop { $0 != "deployment.requested.v1" }
        #expect(
            Array(types) == [
                "deployment.requested.v1",
                "action.intended.v1", "action.attempted.v1", "action.succeeded.v1",
                "action.intended.v1", "action.attempted.v1", "action.succeeded.v1",
                "deployment.started.v1", "deployment.succeeded.v1",
            ]
        )
        let revision = try carrying.harness.log.allRecords(of: "revision/123456789012/us-east-1/shop")
        #expect(try revision.first?.read().data["revision"] == "shop:1")
    }

    /// As a process leaves it that wrote the intent alone and was killed.
    @Test func `sends what was only intended, once`() async throws {
        let carrying = try Carrying()
        let action = Counter.shared.next()
        let request: JSONObject = [
            "family": "shop", "tags": [["key": "stackledger:action", "value": .string(action.description)]],
        ]
        let intent = ActionEvent.intended(ActionIntent(.registerTaskDefinition, request))
        let event = LedgerEvent.stage(.action(action, deployment: carrying.deployment, intent))
        try carrying.harness.record(Proposal(event, in: .stage(Carrying.stage)))
        _ = try await carrying.run()
        #expect(try carrying.process().deployment?.phase == .ended(.succeeded))
        #expect(carrying.cloud.state.revisions == [action])
        let calls = try carrying.events().map(\.type).filter { $0.hasPrefix("action.") }
        let steps = ["intended", "attempted", "succeeded"].map { "action.\($0).v1" }
        #expect(calls == steps + steps)
    }

    @Test func `makes no call that is not wanted any more when it is known what to send`() async throws {
        let carrying = try Carrying()
        let harness = carrying.harness
        carrying.cloud.asked.withLock { $0 = { _ = try? harness.record(.deployment("cancelRequested")) } }
        _ = try await carrying.run()
        #expect(try carrying.process().deployment?.phase == .ended(.cancelled))
        #expect(carrying.cloud.state.revisions.isEmpty)
        #expect(try carrying.events().allSatisfy { !$0.type.hasPrefix("action.") })
    }

    @Test func `begins no call whose values do not open`() async throws {
        let carrying = try Carrying()
        let other = try #require(SealingKey(bytes: Array(1...32)))
        let path = SealPath(family: "shop", container: "api", name: "TOKEN")
        carrying.cloud.world.withLock { $0.token = SealingKeyRing(other).seal("correct horse", at: path) }
        await #expect(throws: RunnerError.unsealing(.otherKey(id: other.id.hex))) { try await carrying.run() }
        #expect(carrying.cloud.state.revisions.isEmpty)
        #expect(try carrying.events().allSatisfy { !$0.type.hasPrefix("action.") })
    }

    @Test func `sends values that no record shows`() async throws {
        let carrying = try Carrying()
        _ = try await carrying.run()
        for subject in try carrying.harness.log.subjects(withPrefix: "") {
            for stored in try carrying.harness.log.allRecords(of: subject) {
                let line = String(decoding: stored.bytes, as: UTF8.self)
                #expect(!line.contains("correct horse"), "\(subject) #\(stored.position)")
            }
        }
    }

    @Test func `fails with what AWS refused`() async throws {
        let carrying = try Carrying(ScriptedCloud(fates: [.denied]))
        _ = try await carrying.run()
        #expect(try carrying.process().deployment?.phase == .ended(.failed))
        #expect(carrying.cloud.state.updates == 0)
    }

    @Test func `is tried again when it was throttled, each try written down`() async throws {
        let carrying = try Carrying(ScriptedCloud(fates: [.throttled, .throttled]))
        _ = try await carrying.run()
        #expect(try carrying.process().deployment?.phase == .ended(.succeeded))
        #expect(try carrying.events().filter { $0.type == "action.attempted.v1" }.count == 4)
        #expect(carrying.cloud.state.revisions.count == 1)
    }

    @Test func `is told as rolled back by AWS`() async throws {
        let news = CloudNews.rolledBack(to: nil, reason: "circuit breaker")
        let carrying = try Carrying(ScriptedCloud(outcome: news))
        _ = try await carrying.run()
        #expect(try carrying.process().deployment?.phase == .ended(.rolledBack))
    }

    @Test(arguments: [ScriptedCloud.Fate.lost, .vanished])
    func `registers and updates once though an answer is lost`(fate: ScriptedCloud.Fate) async throws {
        for position in 0..<2 {
            let fates = Array(repeating: ScriptedCloud.Fate.answered, count: position) + [fate]
            let carrying = try Carrying(ScriptedCloud(fates: fates))
            _ = try await carrying.run()
            #expect(try carrying.process().deployment?.phase == .ended(.succeeded))
            #expect(carrying.cloud.state.revisions.count == 1 && carrying.cloud.state.updates == 1)
        }
    }

    @Test func `stands in doubt where nobody can look, and sends nothing more`() async throws {
        let carrying = try Carrying(ScriptedCloud(fates: [.lost]))
        carrying.cloud.world.withLock { $0.isBlind = true }
        guard case .inDoubt(_, why: "denied") = try await carrying.run() else {
            Issue.record("not in doubt")
            return
        }
        #expect(carrying.cloud.state.revisions.count == 1)
        #expect(try carrying.process().deployment?.isOpen == true)
    }

    @Test func `goes on when what nobody could tell can be told`() async throws {
        let carrying = try Carrying(ScriptedCloud(fates: [.lost]))
        carrying.cloud.world.withLock { $0.isBlind = true }
        for _ in 0..<2 {
            guard case .inDoubt = try await carrying.run() else {
                Issue.record("not in doubt")
                return
            }
        }
        carrying.cloud.world.withLock { $0.isBlind = false }
        _ = try await carrying.run()
        #expect(try carrying.process().deployment?.phase == .ended(.succeeded))
        #expect(carrying.cloud.state.revisions.count == 1)
    }

    /// AWS may answer a look from before the update.
    @Test func `is not taken for gone by one look that does not show it`() async throws {
        let carrying = try Carrying()
        carrying.cloud.world.withLock { $0.news = [.missing(.replaced(by: "shop:0"))] }
        _ = try await carrying.run()
        #expect(try carrying.process().deployment?.phase == .ended(.succeeded))
    }

    @Test func `is gone when every look says so`() async throws {
        let carrying = try Carrying(ScriptedCloud(outcome: .missing(.rolledBack(to: nil, reason: "gone"))))
        _ = try await carrying.run()
        #expect(try carrying.process().deployment?.phase == .ended(.rolledBack))
    }

    /// The disk is full: nothing may be sent that is not written down.
    @Test func `sends nothing when the attempt cannot be written down`() async throws {
        let whole = Mortality()
        _ = try await Carrying().run(whole)
        for deadly in 1...whole.steps {
            let carrying = try Carrying()
            _ = try? await carrying.run(Mortality(deadly: deadly))
            let sent = carrying.cloud.state.revisions.count + carrying.cloud.state.updates
            let attempted = try carrying.events().filter { $0.type == "action.attempted.v1" }.count
            #expect(sent <= attempted, "killed at \(deadly)")
        }
    }
}
