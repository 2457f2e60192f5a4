import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerTesting
import Testing
import LedgerValues

/// One deployment of `shop/staging`, requested and then run by processes that may die.
struct DeploymentScenario {
    static let stage: StageID = "shop/staging"
    static let digest = "sha256:" + String(repeating: "a", count: 64)
    static let image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop@\(digest)"

    /// What is deployed, by which calls.
    struct Order: Sendable, CustomTestStringConvertible {
        let kind: DeploymentKind
        let plan: [DeploymentOperation]
        var revision: String?

        static let deploy = Order(kind: .deploy, plan: [.registerTaskDefinition, .updateService])
        static let promote = Order(kind: .promote, plan: [.registerTaskDefinition, .updateService, .putImage])
        /// As earlier versions recorded it: the tag moves first.
        static let tagging = Order(kind: .promote, plan: [.putImage, .registerTaskDefinition, .updateService])
        static let rollback = Order(kind: .rollback, plan: [.updateService], revision: "shop:7")
        /// To a revision that must be registered again.
        static let restoring = Order(kind: .rollback, plan: [.registerTaskDefinition, .updateService])

        static let all = [deploy, promote, tagging, rollback, restoring]

        var testDescription: String { "\(kind.rawValue) by \(plan.map(\.rawValue).joined(separator: ", "))" }
    }

    let harness: RecordingHarness
    let cloud: ScriptedCloud
    let deployment: DeploymentID

    /// Unless it is the ledger's own, somebody else has written its request.
    init(_ cloud: ScriptedCloud = ScriptedCloud(), _ order: Order = .deploy, isOwn: Bool = true) throws {
        self.cloud = cloud
        harness = try RecordingHarness.withShop()
        var request: JSONObject = [
            "kind": .string(order.kind.rawValue), "image": .string(Self.image),
            "changes": ["plan": .array(order.plan.map { .string($0.rawValue) })],
        ]
        request["revision"] = order.revision.map { .string($0) }
        let proposal = Proposal.deployment("requested", of: "staging", request)
        let recorded = try isOwn ? harness.record(proposal) : harness.recorder.record([proposal], by: "mallory")
        deployment = recorded[0].data["deployment"]?.string.flatMap(UniqueID.init) ?? "none"
    }

    /// `pause` is called instead of each pause.
    func run(
        _ process: SimulatedProcess = SimulatedProcess(),
        sends: Bool = true,
        hasRoomFor appends: Int? = nil,
        at time: Timestamp = .noon,
        within timeout: Duration? = nil,
        pause: @escaping @Sendable (Duration) async throws -> Void = { _ in }
    ) async throws(RunnerError) -> RunnerEnd {
        var runner = runner(process, hasRoomFor: appends, at: time, within: timeout, pause: pause)
        return try await runner.run(deployment, sends: sends)
    }

    func confirmsSuccess() async throws(RunnerError) -> Bool {
        var runner = runner()
        return try await runner.confirmsSuccess(of: deployment)
    }

    private func runner(
        _ process: SimulatedProcess = SimulatedProcess(),
        hasRoomFor appends: Int? = nil,
        at time: Timestamp = .noon,
        within timeout: Duration? = nil,
        pause: @escaping @Sendable (Duration) async throws -> Void = { _ in }
    ) -> DeploymentRunner {
        var room = harness.log
        if let appends { room = FillingLog(appends, room) }
        let log = CrashingLog(room, of: process)
        let recorder = Recorder(log: log, gate: .sample, clock: { time }, makeID: { Counter.shared.next() })
        let ledger = StageLedger(Self.stage, log: log, recorder: recorder, keys: SealingKeyRing.sample, actor: "ana")
        return DeploymentRunner(
            ledger,
            cloud: CrashingCloud(cloud: cloud, process: process),
            policy: RetryPolicy(timeout: timeout, sleep: pause),
            epoch: 1,
            worker: "w",
            makeID: { Counter.shared.next() }
        )
    }

    func process() throws -> DeploymentProcess {
        var ledger = StageLedger(
            Self.stage,
            log: harness.log,
            recorder: harness.recorder,
            keys: SealingKeyRing.sample,
            actor: "ana"
        )
        return try ledger.process(deployment)
    }

    func events() throws -> [Record] {
        try harness.log.allRecords(of: "stage/shop/staging").map { try $0.read() }
    }
}

extension SealingKeyRing {
    static var sample: SealingKeyRing {
        guard let key = SealingKey(bytes: Array(0..<32)) else { preconditionFailure("32 bytes") }
        return SealingKeyRing(key)
    }
}
