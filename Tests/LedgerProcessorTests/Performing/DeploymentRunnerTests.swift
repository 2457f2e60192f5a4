import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerTesting
import Synchronization
import Testing
import LedgerValues

struct `A deployment that is run` {
    @Test func `has its calls made in order, and everything written down`() async throws {
        let scenario = try DeploymentScenario()
        guard case .ended(let process) = try await scenario.run() else {
            Issue.record("not ended")
            return
        }
        #expect(process.deployment?.phase == .ended(.succeeded))
        #expect(process.deployment?.revision == "shop:1")
        let types = try scenario.events().map(\.type).drop { $0 != "deployment.requested.v1" }
        #expect(
            Array(types) == [
                "deployment.requested.v1",
                "action.intended.v1", "action.attempted.v1", "action.succeeded.v1",
                "action.intended.v1", "action.attempted.v1", "action.succeeded.v1",
                "deployment.started.v1", "deployment.succeeded.v1",
            ]
        )
        let revision = try scenario.harness.log.allRecords(of: "revision/123456789012/us-east-1/shop")
        #expect(try revision.first?.read().data["revision"] == "shop:1")
    }

    /// As a process leaves it that wrote the intent alone and was killed.
    @Test func `sends what was only intended, once`() async throws {
        let scenario = try DeploymentScenario()
        let action = Counter.shared.next()
        let request: JSONObject = [
            "family": "shop", "tags": [["key": "stackledger:action", "value": .string(action.description)]],
        ]
        let intent = ActionEvent.intended(ActionIntent(.registerTaskDefinition, request))
        let event = LedgerEvent.stage(.action(action, deployment: scenario.deployment, intent))
        try scenario.harness.record(Proposal(event, in: .stage(DeploymentScenario.stage)))
        _ = try await scenario.run()
        #expect(try scenario.process().deployment?.phase == .ended(.succeeded))
        #expect(scenario.cloud.state.revisions == [action])
        let calls = try scenario.events().map(\.type).filter { $0.hasPrefix("action.") }
        let steps = ["intended", "attempted", "succeeded"].map { "action.\($0).v1" }
        #expect(calls == steps + steps)
    }

    @Test func `makes no call that is not wanted any more when it is known what to send`() async throws {
        let scenario = try DeploymentScenario()
        let harness = scenario.harness
        scenario.cloud.asked.withLock { $0 = { _ = try? harness.record(.deployment("cancelRequested")) } }
        _ = try await scenario.run()
        #expect(try scenario.process().deployment?.phase == .ended(.cancelled))
        #expect(scenario.cloud.state.revisions.isEmpty)
        #expect(try scenario.events().allSatisfy { !$0.type.hasPrefix("action.") })
    }

    @Test func `begins no call whose values do not open`() async throws {
        let scenario = try DeploymentScenario()
        let other = try #require(SealingKey(bytes: Array(1...32)))
        let path = SealPath(family: "shop", container: "api", name: "TOKEN")
        scenario.cloud.world.withLock { $0.token = SealingKeyRing(other).seal("correct horse", at: path, in: nil) }
        await #expect(throws: RunnerError.unsealing(.otherKey(id: other.id.hex))) { try await scenario.run() }
        #expect(scenario.cloud.state.revisions.isEmpty)
        #expect(try scenario.events().allSatisfy { !$0.type.hasPrefix("action.") })
    }

    @Test(arguments: [("210987654321", "us-east-1"), ("123456789012", "us-east-2")])
    func `begins no call with a value of another account or region`(account: String, region: String) async throws {
        let scenario = try DeploymentScenario()
        let path = SealPath(family: "shop", container: "api", name: "TOKEN")
        let other = Registry(account: account, region: region)
        let moved = SealingKeyRing.sample.seal("correct horse", at: path, in: other)
        scenario.cloud.world.withLock { $0.token = moved }
        await #expect(throws: RunnerError.unsealing(.damaged)) { try await scenario.run() }
        #expect(try scenario.events().allSatisfy { !$0.type.hasPrefix("action.") })
    }

    @Test(arguments: [ScriptedCloud.Fate.answered, .vanished])
    func `has a call in doubt that is not answered in time, and sends no other`(fate: ScriptedCloud.Fate) async throws {
        var (scenario, calls) = (try DeploymentScenario(), [String]())
        // On a busy machine the time may be over before the call is sent.
        for seconds in [3, 20, 100] where calls.count < 4 {
            scenario = try DeploymentScenario(ScriptedCloud(fates: [fate]))
            scenario.cloud.world.withLock { $0.isSilent = true }
            let end = try await scenario.run(within: .seconds(seconds))
            guard case .open(_, timedOut: true) = end else {
                Issue.record("\(end)")
                return
            }
            calls = try scenario.events().map(\.type).filter { $0.hasPrefix("action.") }
        }
        #expect(Array(calls.prefix(4)) == ["intended", "attempted", "doubted", "reconciled"].map { "action.\($0).v1" })
        #expect(!calls.contains("action.succeeded.v1"))

        scenario.cloud.world.withLock { $0.isSilent = false }
        _ = try await scenario.run()
        #expect(try scenario.process().deployment?.phase == .ended(.succeeded))
        #expect(scenario.cloud.state.revisions.count == 1)
    }

    @Test func `records where its calls go, so that their values open there alone`() async throws {
        let scenario = try DeploymentScenario()
        _ = try await scenario.run()
        let intents = try scenario.events().filter { $0.type == "action.intended.v1" }
        let first = try #require(intents.first)
        #expect(intents.allSatisfy { $0.data["account"] == "123456789012" && $0.data["region"] == "us-east-1" })
        #expect(try SealingKeyRing.sample.values(of: first.data, in: first.registry).map(\.value) == ["correct horse"])
        #expect(throws: UnsealError.damaged) { try SealingKeyRing.sample.opening(first.data, in: nil) }
    }

    @Test(arguments: [ScriptedCloud.Fate.answered, .lost, .throttled])
    func `says what was sent where the answer cannot be recorded`(fate: ScriptedCloud.Fate) async throws {
        let answers: [CloudAnswer] = [
            .landed(ScriptedCloud.World.revision(1), requestID: "r"), .doubtful(why: "connection reset"),
            .refused(code: "ThrottlingException", message: "Rate exceeded", .later),
        ]
        let scenario = try DeploymentScenario(ScriptedCloud(fates: [fate]))
        // The process has room for the intent and the attempt, and for nothing else.
        let error = await #expect(throws: RunnerError.self) { try await scenario.run(hasRoomFor: 1) }
        guard case .unrecorded(.registerTaskDefinition, let answer, .recording(.log(.diskFull)))? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(answers.contains(answer))
        #expect(scenario.cloud.state.revisions.count == (fate == .throttled ? 0 : 1))
    }

    /// A tag may have been set and set back: an hour later nobody can tell.
    @Test(arguments: [(seconds: Int64(60), isTold: true), (3_600, false)])
    func `sends a tag again only soon after it was sent`(seconds: Int64, isTold: Bool) async throws {
        var tried = 0
        for step in 1...60 {
            let scenario = try DeploymentScenario(ScriptedCloud(), .promote)
            _ = try? await scenario.run(SimulatedProcess(dyingAt: step))
            let standing = try scenario.process().action(for: .putImage)?.standing
            guard standing == .unanswered, scenario.cloud.state.tags == 0 else { continue }
            tried += 1
            let end = try await scenario.run(at: Timestamp.noon.advanced(bySeconds: seconds))
            #expect(scenario.cloud.state.tags == (isTold ? 1 : 0))
            guard case .inDoubt(_, let why) = end else {
                #expect(isTold, "\(end)")
                continue
            }
            #expect(!isTold && why.contains("somebody may have set that back"), "\(why)")
        }
        #expect(tried > 0)
    }

    @Test func `is looked at by whoever sends nothing, and its outcome recorded`() async throws {
        let scenario = try DeploymentScenario(ScriptedCloud(fates: [.answered, .lost]))
        _ = try? await scenario.run(SimulatedProcess(dyingAt: 10))
        let before = scenario.cloud.state
        guard case .ended = try await scenario.run(sends: false) else {
            Issue.record("not ended")
            return
        }
        #expect(scenario.cloud.state.updates == before.updates && scenario.cloud.state.revisions == before.revisions)
    }

    @Test func `is left as it is by whoever sends nothing`() async throws {
        let scenario = try DeploymentScenario()
        let end = try await scenario.run(sends: false)
        #expect(end == .open(DeploymentStart(), timedOut: false))
        #expect(scenario.cloud.state.revisions.isEmpty && scenario.cloud.state.updates == 0)
    }

    @Test func `sends values that no record shows`() async throws {
        let scenario = try DeploymentScenario()
        _ = try await scenario.run()
        for subject in try scenario.harness.log.subjects(withPrefix: "") {
            for stored in try scenario.harness.log.allRecords(of: subject) {
                let line = String(decoding: stored.bytes, as: UTF8.self)
                #expect(!line.contains("correct horse"), "\(subject) #\(stored.position)")
            }
        }
    }

    @Test func `fails with what AWS refused`() async throws {
        let scenario = try DeploymentScenario(ScriptedCloud(fates: [.denied]))
        _ = try await scenario.run()
        #expect(try scenario.process().deployment?.phase == .ended(.failed))
        #expect(scenario.cloud.state.updates == 0)
    }

    @Test func `is tried again when it was throttled, each try written down`() async throws {
        let scenario = try DeploymentScenario(ScriptedCloud(fates: [.throttled, .throttled]))
        _ = try await scenario.run()
        #expect(try scenario.process().deployment?.phase == .ended(.succeeded))
        #expect(try scenario.events().filter { $0.type == "action.attempted.v1" }.count == 4)
        #expect(scenario.cloud.state.revisions.count == 1)
    }

    /// An event from AWS is recorded while the runner waits for its next look.
    private func runner(
        seeing events: Proposal...,
        then progress: [DeploymentProgress]
    ) async throws -> (scenario: DeploymentScenario, end: RunnerEnd) {
        let scenario = try DeploymentScenario(ScriptedCloud(outcome: progress.last ?? .succeeded))
        scenario.cloud.world.withLock { $0.answers = [.inProgress("1 of 2 tasks run")] + progress.dropLast() }
        let harness = scenario.harness
        let told = Mutex(false)
        let end = try await scenario.run { _ in
            let isFirst = told.withLock { told in
                defer { told = true }
                return !told
            }
            if isFirst { _ = try? harness.recorder.record(events, by: "ecs.amazonaws.com") }
        }
        return (scenario, end)
    }

    private let failure = Proposal.deployment("failed", ["code": "SERVICE_DEPLOYMENT_FAILED", "message": "failed"])

    @Test func `is rolled back where AWS goes back after the failure that an event tells first`() async throws {
        let (scenario, _) = try await runner(
            seeing: failure,
            then: [.inProgress("ECS says that it is rollback in progress"), .rolledBack(to: nil, reason: "breaker")]
        )
        #expect(try scenario.process().deployment?.phase == .ended(.rolledBack))
    }

    @Test func `is failed where AWS does not go back after it`() async throws {
        let (scenario, end) = try await runner(seeing: failure, then: [.failed(code: "DeploymentFailed", message: "m")])
        #expect(try scenario.process().deployment?.phase == .ended(.failed))
        #expect(end == .ended(try scenario.process()))
    }

    @Test func `goes on where it only seems to be superseded`() async throws {
        let observed = Proposal.deployment("observed", ["awsDeployment": "ecs-svc/9"])
        let (scenario, _) = try await runner(seeing: observed, then: [.inProgress("2 of 2 tasks run"), .succeeded])
        #expect(try scenario.process().deployment?.phase == .ended(.succeeded))
    }

    @Test func `is superseded where AWS has replaced it`() async throws {
        let observed = Proposal.deployment("observed", ["awsDeployment": "ecs-svc/9"])
        let (scenario, _) = try await runner(seeing: observed, then: [.replaced(by: "shop:9")])
        #expect(try scenario.process().deployment?.phase == .ended(.superseded))
    }

    /// In microseconds after noon, when it began; whole seconds are too coarse to be earlier.
    @Test(arguments: [
        (-4_900_000, -4_900_000), (7_500_000, 7_500_000), (-10_100_000, 0), (10_100_000, 0), (-5_000_000, 0),
        (8_000_000, 8_000_000),
    ])
    func `takes effect by AWS's clock, as long as that can be`(told: Int64, expected: Int64) async throws {
        let noon = Timestamp.noon.microseconds
        let progress = DeploymentProgress.ended(.succeeded, at: Timestamp(microseconds: noon + told))
        let scenario = try DeploymentScenario(ScriptedCloud(outcome: progress))
        _ = try await scenario.run()
        #expect(try scenario.events().last?.time == Timestamp(microseconds: noon + expected))
    }

    @Test func `is told as rolled back by AWS`() async throws {
        let outcome = DeploymentProgress.rolledBack(to: nil, reason: "circuit breaker")
        let scenario = try DeploymentScenario(ScriptedCloud(outcome: outcome))
        _ = try await scenario.run()
        #expect(try scenario.process().deployment?.phase == .ended(.rolledBack))
    }

    @Test(arguments: [ScriptedCloud.Fate.lost, .vanished])
    func `registers and updates once though an answer is lost`(fate: ScriptedCloud.Fate) async throws {
        for position in 0..<2 {
            let fates = Array(repeating: ScriptedCloud.Fate.answered, count: position) + [fate]
            let scenario = try DeploymentScenario(ScriptedCloud(fates: fates))
            _ = try await scenario.run()
            #expect(try scenario.process().deployment?.phase == .ended(.succeeded))
            #expect(scenario.cloud.state.revisions.count == 1 && scenario.cloud.state.updates == 1)
        }
    }

    @Test func `stands in doubt where nobody can look, and sends nothing more`() async throws {
        let scenario = try DeploymentScenario(ScriptedCloud(fates: [.lost]))
        scenario.cloud.world.withLock { $0.isBlind = true }
        guard case .inDoubt(_, why: "denied") = try await scenario.run() else {
            Issue.record("not in doubt")
            return
        }
        #expect(scenario.cloud.state.revisions.count == 1)
        #expect(try scenario.process().deployment?.isOpen == true)
    }

    @Test func `goes on when what nobody could tell can be told`() async throws {
        let scenario = try DeploymentScenario(ScriptedCloud(fates: [.lost]))
        scenario.cloud.world.withLock { $0.isBlind = true }
        for _ in 0..<2 {
            guard case .inDoubt = try await scenario.run() else {
                Issue.record("not in doubt")
                return
            }
        }
        scenario.cloud.world.withLock { $0.isBlind = false }
        _ = try await scenario.run()
        #expect(try scenario.process().deployment?.phase == .ended(.succeeded))
        #expect(scenario.cloud.state.revisions.count == 1)
    }

    /// AWS may answer a look from before the update.
    @Test func `is not taken for gone by one look that does not show it`() async throws {
        let scenario = try DeploymentScenario()
        scenario.cloud.world.withLock { $0.answers = [.missing(.replaced(by: "shop:0"))] }
        _ = try await scenario.run()
        #expect(try scenario.process().deployment?.phase == .ended(.succeeded))
    }

    @Test func `is gone when every look says so`() async throws {
        let scenario = try DeploymentScenario(ScriptedCloud(outcome: .missing(.rolledBack(to: nil, reason: "gone"))))
        _ = try await scenario.run()
        #expect(try scenario.process().deployment?.phase == .ended(.rolledBack))
    }

    /// The disk is full: nothing may be sent that is not written down.
    @Test func `sends nothing when the attempt cannot be written down`() async throws {
        let whole = SimulatedProcess()
        _ = try await DeploymentScenario().run(whole)
        for step in 1...whole.steps {
            let scenario = try DeploymentScenario()
            _ = try? await scenario.run(SimulatedProcess(dyingAt: step))
            let sent = scenario.cloud.state.revisions.count + scenario.cloud.state.updates
            let attempted = try scenario.events().filter { $0.type == "action.attempted.v1" }.count
            #expect(sent <= attempted, "killed at \(step)")
        }
    }
}
