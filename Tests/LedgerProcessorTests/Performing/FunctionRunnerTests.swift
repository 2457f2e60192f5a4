import LedgerAWS
import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerTesting
import Synchronization
import Testing
import LedgerValues

/// One deployment of `shop/staging`, a Lambda function, asked for and then carried through by processes that may die.
private struct FunctionCarrying {
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
    func run(_ life: Mortality = Mortality()) async throws(RunnerError) -> RunnerEnd {
        let log = MortalLog(log: harness.log, life: life)
        let recorder = Recorder(log: log, gate: .sample, clock: { .noon }, makeID: { Counter.shared.next() })
        var runner = DeploymentRunner(
            StageLedger(Self.stage, log: log, recorder: recorder, keys: SealingKeyRing.sample, actor: "ana"),
            cloud: AWSCloud(.of(lambda, life: life)),
            pace: Pace(sleep: { _ in }),
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
    @Test(arguments: FunctionCarrying.Kind.allCases)
    fileprivate func `ends well, everything written down`(_ kind: FunctionCarrying.Kind) async throws {
        let carrying = try FunctionCarrying(kind)
        try await carrying.run()
        #expect(try carrying.faults() == [])
        let started = try carrying.events().first { $0.type == "deployment.started.v1" }
        let version: JSONValue? = kind == .deployWithAlias ? "3" : kind == .rollbackByAlias ? "1" : nil
        #expect(started?.data["revision"] == version)
        #expect(started?.data["image"]?.string == kind.wanted)
    }

    @Test(arguments: [ScriptedLambda.Fate.lost, .vanished, .late, .throttled, .busy], FunctionCarrying.Kind.allCases)
    fileprivate func `makes every call once, whatever befalls one`(
        _ fate: ScriptedLambda.Fate,
        _ kind: FunctionCarrying.Kind
    ) async throws {
        for position in kind.plan.indices where fate != .late || kind.plan[position].demandsRevision {
            let carrying = try FunctionCarrying(kind, fates: Array(repeating: .answered, count: position) + [fate])
            try await carrying.run()
            #expect(try carrying.faults() == [], "\(fate) at \(position)")
        }
    }

    /// Before and after every append and every call.
    @Test(arguments: FunctionCarrying.Kind.allCases)
    fileprivate func `ends well wherever its process is killed`(_ kind: FunctionCarrying.Kind) async throws {
        let whole = Mortality()
        try await FunctionCarrying(kind).run(whole)
        #expect(whole.steps > 25)
        var left: [[String]] = []
        for deadly in 1...whole.steps {
            let carrying = try FunctionCarrying(kind)
            _ = try? await carrying.run(Mortality(deadly: deadly))
            left.append(try carrying.events().map(\.type) + carrying.lambda.state.writes)
            try await carrying.run()
            #expect(try carrying.faults() == [], "killed at \(deadly)")
        }
        for moment in whole.moments.dropLast() { #expect(left[moment - 1] == left[moment], "killed at \(moment)") }
    }

    /// And whoever goes on is killed at his own first steps too.
    @Test(arguments: FunctionCarrying.Kind.allCases)
    fileprivate func `ends well though who goes on is killed as well`(_ kind: FunctionCarrying.Kind) async throws {
        let whole = Mortality()
        try await FunctionCarrying(kind).run(whole)
        for deadly in whole.moments {
            for again in [2, 4, 6] {
                let carrying = try FunctionCarrying(kind)
                _ = try? await carrying.run(Mortality(deadly: deadly))
                _ = try? await carrying.run(Mortality(deadly: again))
                try await carrying.run()
                #expect(try carrying.faults() == [], "killed at \(deadly), then \(again)")
            }
        }
    }

    @Test func `fails when the code is not the one that was there when it was asked for`() async throws {
        let carrying = try FunctionCarrying(.deployWithAlias)
        carrying.lambda.world.withLock { $0.image = FunctionCarrying.images[0] }
        try await carrying.run()
        #expect(carrying.lambda.state.writes == [])
        let failed = try carrying.events().last
        #expect(failed?.type == "deployment.failed.v1")
    }

    @Test func `publishes nothing that somebody else has put there`() async throws {
        let whole = Mortality()
        try await FunctionCarrying(.deployWithAlias).run(whole)
        for deadly in 1...whole.steps {
            let carrying = try FunctionCarrying(.deployWithAlias)
            _ = try? await carrying.run(Mortality(deadly: deadly))
            let versions = carrying.lambda.state.versions.count
            carrying.lambda.world.withLock { world in
                (world.image, world.isUpdating) = (FunctionCarrying.images[0], false)
                world.revision += 1
            }
            _ = try? await carrying.run()
            let made = carrying.lambda.state.versions.dropFirst(versions).map(\.image)
            #expect(made.allSatisfy { $0 == FunctionCarrying.images[2] }, "killed at \(deadly)")
        }
    }
}

extension DeploymentOperation {
    /// Whether it is refused when another like it has come first.
    fileprivate var demandsRevision: Bool { self == .updateFunctionCode || self == .updateAlias }
}
