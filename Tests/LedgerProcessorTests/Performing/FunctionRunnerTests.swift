import LedgerAWS
import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerTesting
import Synchronization
import Testing
import LedgerValues

/// One deployment of `shop/staging`, a Lambda function, requested and then run by processes that may die.
private struct FunctionScenario {
    static let stage: StageID = "shop/staging"
    static let images = ["0", "1", "2"].map { "r/shop@sha256:" + String(repeating: $0, count: 64) }

    /// What is done to the function, which ran the image 1 and before that the image 0.
    enum Kind: CaseIterable {
        case deploy, deployWithAlias, rollback, rollbackByAlias

        var plan: [DeploymentOperation] {
            switch self {
            case .deploy, .rollback: [.updateFunctionCode, .tagFunction]
            case .deployWithAlias: [.updateFunctionCode, .publishVersion, .updateAlias, .tagFunction]
            case .rollbackByAlias: [.updateAlias, .tagFunction]
            }
        }

        var hasAlias: Bool { self == .deployWithAlias || self == .rollbackByAlias }
        var wanted: String { self == .deploy || self == .deployWithAlias ? images[2] : images[0] }
    }

    let kind: Kind
    let harness: RecordingHarness
    let lambda: ScriptedLambda
    let deployment: DeploymentID

    init(_ kind: Kind, fates: [ScriptedLambda.Fate] = []) throws {
        self.kind = kind
        lambda = ScriptedLambda(images: Array(Self.images.prefix(2)), fates: fates)
        harness = try RecordingHarness.withShop()
        var changes: JSONObject = ["running": .string(Self.images[1])]
        if kind.hasAlias {
            changes["alias"] = "live"
            (changes["runningVersion"], changes["newest"]) = ("2", .string(Self.images[1]))
        }
        changes["plan"] = .array(kind.plan.map { .string($0.rawValue) })
        var request: JSONObject = ["kind": "deploy", "image": .string(kind.wanted), "changes": .object(changes)]
        if kind == .rollbackByAlias { request["revision"] = "1" }
        let recorded = try harness.record(.deployment("requested", of: "staging", request))
        deployment = recorded[0].data["deployment"]?.string.flatMap(UniqueID.init) ?? "none"
    }

    @discardableResult
    func run(_ process: SimulatedProcess = SimulatedProcess()) async throws(RunnerError) -> RunnerEnd {
        let log = CrashingLog(harness.log, of: process)
        let recorder = Recorder(log: log, gate: .sample, clock: { .noon }, makeID: { Counter.shared.next() })
        var runner = DeploymentRunner(
            StageLedger(Self.stage, log: log, recorder: recorder, keys: SealingKeyRing.sample, actor: "ana"),
            cloud: AWSCloud(.of(lambda, process: process)),
            policy: RetryPolicy(sleep: { _ in }),
            epoch: 1,
            worker: "w",
            makeID: { Counter.shared.next() }
        )
        return try await runner.run(deployment)
    }

    func events() throws -> [Record] {
        try harness.log.allRecords(of: "stage/shop/staging").map { try $0.read() }
    }

    /// What is not as it has to be in the end.
    func faults() throws -> [String] {
        var faults: [String] = []
        let state = lambda.state
        let image = kind.hasAlias ? state.versions[state.alias - 1].image : state.image
        if image != kind.wanted { faults.append("it runs \(image)") }
        if state.writes != kind.plan.map(\.operation) { faults.append("carried out: \(state.writes)") }
        if state.tags["stackledger:image"]?.string.map({ kind.wanted.hasSuffix($0) }) != true {
            faults.append("tagged as \(state.tags)")
        }
        return try faults + faultsOfChain()
    }

    /// Every call was intended, attempted and answered or found, once and in order; and the deployment tells its end.
    private func faultsOfChain() throws -> [String] {
        let events = try events()
        let steps = ["requested", "started", "succeeded"]
        let told = events.filter { $0.type.hasPrefix("deployment.") }.map(\.type)
        guard told == steps.map({ "deployment.\($0).v1" }) else { return ["told: \(told)"] }
        let intents = events.filter { $0.type == "action.intended.v1" }
        guard intents.compactMap({ $0.data["operation"]?.string }) == kind.plan.map(\.operation) else {
            return ["intended: \(intents.count)"]
        }
        return intents.compactMap { intent in
            let chain = events.filter { $0.data["action"] == intent.data["action"] }.map(\.type)
            let isAnswered = chain.last == "action.succeeded.v1" || chain.last == "action.reconciled.v1"
            return isAnswered && chain.contains("action.attempted.v1") ? nil : "chain: \(chain)"
        }
    }
}

struct `A deployment of a Lambda function` {
    @Test(arguments: FunctionScenario.Kind.allCases)
    fileprivate func `ends well, everything written down`(_ kind: FunctionScenario.Kind) async throws {
        let scenario = try FunctionScenario(kind)
        try await scenario.run()
        #expect(try scenario.faults() == [])
        let started = try scenario.events().first { $0.type == "deployment.started.v1" }
        let version: JSONValue? = kind == .deployWithAlias ? "3" : kind == .rollbackByAlias ? "1" : nil
        #expect(started?.data["revision"] == version)
        #expect(started?.data["image"]?.string == kind.wanted)
    }

    @Test(arguments: [ScriptedLambda.Fate.lost, .vanished, .late, .throttled, .busy], FunctionScenario.Kind.allCases)
    fileprivate func `makes every call once, whatever befalls one`(
        _ fate: ScriptedLambda.Fate,
        _ kind: FunctionScenario.Kind
    ) async throws {
        for position in kind.plan.indices where fate != .late || kind.plan[position].demandsRevision {
            let scenario = try FunctionScenario(kind, fates: Array(repeating: .answered, count: position) + [fate])
            try await scenario.run()
            #expect(try scenario.faults() == [], "\(fate) at \(position)")
        }
    }

    /// Before and after every append and every call.
    @Test(arguments: FunctionScenario.Kind.allCases)
    fileprivate func `ends well wherever its process is killed`(_ kind: FunctionScenario.Kind) async throws {
        let whole = SimulatedProcess()
        try await FunctionScenario(kind).run(whole)
        #expect(whole.steps > 25)
        var left: [[String]] = []
        for step in 1...whole.steps {
            let scenario = try FunctionScenario(kind)
            _ = try? await scenario.run(SimulatedProcess(dyingAt: step))
            left.append(try scenario.events().map(\.type) + scenario.lambda.state.writes)
            try await scenario.run()
            #expect(try scenario.faults() == [], "killed at \(step)")
        }
        for point in whole.crashPoints.dropLast() { #expect(left[point - 1] == left[point], "killed at \(point)") }
    }

    /// And whoever goes on is killed at his own first steps too.
    @Test(arguments: FunctionScenario.Kind.allCases)
    fileprivate func `ends well though who goes on is killed as well`(_ kind: FunctionScenario.Kind) async throws {
        let whole = SimulatedProcess()
        try await FunctionScenario(kind).run(whole)
        for step in whole.crashPoints {
            for again in [2, 4, 6] {
                let scenario = try FunctionScenario(kind)
                _ = try? await scenario.run(SimulatedProcess(dyingAt: step))
                _ = try? await scenario.run(SimulatedProcess(dyingAt: again))
                try await scenario.run()
                #expect(try scenario.faults() == [], "killed at \(step), then \(again)")
            }
        }
    }

    @Test func `fails when the code is not the one that was there when it was asked for`() async throws {
        let scenario = try FunctionScenario(.deployWithAlias)
        scenario.lambda.world.withLock { $0.image = FunctionScenario.images[0] }
        try await scenario.run()
        #expect(scenario.lambda.state.writes == [])
        let failed = try scenario.events().last
        #expect(failed?.type == "deployment.failed.v1")
    }

    @Test func `publishes nothing that somebody else has put there`() async throws {
        let whole = SimulatedProcess()
        try await FunctionScenario(.deployWithAlias).run(whole)
        for step in 1...whole.steps {
            let scenario = try FunctionScenario(.deployWithAlias)
            _ = try? await scenario.run(SimulatedProcess(dyingAt: step))
            let versions = scenario.lambda.state.versions.count
            scenario.lambda.world.withLock { world in
                (world.image, world.isUpdating) = (FunctionScenario.images[0], false)
                world.revision += 1
            }
            _ = try? await scenario.run()
            let made = scenario.lambda.state.versions.dropFirst(versions).map(\.image)
            #expect(made.allSatisfy { $0 == FunctionScenario.images[2] }, "killed at \(step)")
        }
    }
}

extension DeploymentOperation {
    /// Whether it is refused when another like it has come first.
    fileprivate var demandsRevision: Bool { self == .updateFunctionCode || self == .updateAlias }
}
