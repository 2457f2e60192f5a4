import LedgerDomain
import LedgerTesting
import Testing
import LedgerValues

/// Many deployments carried through by a worker that dies at any moment, against a cloud that loses answers.
struct `A deployment's process, killed anywhere` {
    @Test func `has every call carried out once, and never succeeds without it`() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededRandom(seed: seed)
        for round in 0..<2_000 {
            var world = World(&random)
            let outcome = world.carryThrough(&random)
            #expect(world.revisions <= 1, "seed \(seed), round \(round): registered \(world.revisions) times")
            if outcome == .succeeded {
                #expect(world.revisions == 1 && world.runs == "shop:1", "seed \(seed), round \(round): nothing runs")
            }
            if outcome == .cancelled {
                #expect(world.runs == nil || world.isStopped, "seed \(seed), round \(round): it runs")
            }
            #expect(outcome != nil || world.isInDoubt, "seed \(seed), round \(round): stuck at \(world.process.next)")
        }
    }

    @Test func `is at the same place whoever folds its events`() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededRandom(seed: seed)
        for round in 0..<200 {
            var world = World(&random)
            _ = world.carryThrough(&random)
            var again = DeploymentProcess(world.id)
            for event in world.log { again.evolve(event, at: World.noon) }
            #expect(again == world.process, "seed \(seed), round \(round)")
        }
    }
}

/// AWS and a log, as small as they can be.
private struct World {
    static let noon: Timestamp = "2026-11-03T12:00:00Z"

    let id: DeploymentID = "00000000-0000-7000-8000-000000000001"
    private(set) var log: [StageEvent] = []
    private(set) var process: DeploymentProcess
    /// How many revisions were made, and what the service was told to run.
    private(set) var revisions = 0
    private(set) var runs: String?
    private(set) var isStopped = false
    private(set) var isInDoubt = false
    private var tagged: Set<ActionID> = []
    private var lastAction: UInt64 = 10
    /// After so many steps somebody wants it ended, if it has not by then.
    private var patience = 0

    init(_ random: inout SeededRandom) {
        process = DeploymentProcess(id)
        let plan: JSONValue = .array([.string("registerTaskDefinition"), .string("updateService")])
        let request = DeploymentRequest(kind: .deploy, image: "r@sha256:1", changes: ["plan": plan])
        append(.deployment(id, version: 1, .requested(request)))
        patience = Int.random(in: 0..<20, using: &random)
    }

    private mutating func append(_ event: StageEvent) {
        log.append(event)
        process.evolve(event, at: Self.noon)
    }

    /// A worker dies: another one knows only the log.
    private mutating func die() {
        process = DeploymentProcess(id)
        for event in log { process.evolve(event, at: Self.noon) }
    }

    mutating func carryThrough(_ random: inout SeededRandom) -> Outcome? {
        for _ in 0..<400 {
            if Int.random(in: 0..<4, using: &random) == 0 { die() }
            patience -= 1
            if patience == 0, outcome == nil { append(deployment(.cancelRequested(reason: "wrong"))) }
            switch process.next {
            case .intend(let operation): intend(operation, &random)
            case .abandon(let action): append(act(action, .abandoned(reason: "")))
            case .attempt(let action, let attempt): send(action, attempt, &random)
            case .reconcile(let action): reconcile(action, &random)
            case .resolve, .awaitApproval:
                isInDoubt = true
                return nil
            case .start(let start):
                append(deployment(.started(revision: start.revision, image: nil, awsDeployment: start.awsDeployment)))
            case .follow: append(deployment(isStopped ? .cancelled(reason: nil) : .succeeded()))
            case .end(.cancelled, _, let message): append(deployment(.cancelled(reason: message)))
            case .end(let outcome, let code, let message):
                append(deployment(outcome == .failed ? .failed(code: code, message: message) : .succeeded()))
            case .none: return outcome
            }
        }
        return nil
    }

    private var outcome: Outcome? {
        if case .ended(let outcome)? = process.deployment?.phase { outcome } else { nil }
    }

    private func deployment(_ event: DeploymentEvent) -> StageEvent {
        .deployment(id, version: 1, event)
    }

    /// At once with the first try, or alone, as programs before this one wrote it.
    private mutating func intend(_ operation: DeploymentOperation, _ random: inout SeededRandom) {
        lastAction += 1
        let action = UniqueID(high: 7, low: lastAction)
        append(act(action, .intended(ActionIntent(operation, [:]))))
        if Bool.random(using: &random) { send(action, 1, &random) }
    }

    private mutating func send(_ action: ActionID, _ attempt: Int, _ random: inout SeededRandom) {
        append(act(action, .attempted(attempt: attempt, epoch: 1, worker: "w")))
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return die()
        case 1:
            append(act(action, .failed(attempt: attempt, code: "ThrottlingException", message: "", retryable: true)))
        case 2: append(act(action, .doubted(attempt: attempt, why: "503, and nothing was done")))
        case 3:
            _ = carryOut(action)
            die()
        case 4:
            _ = carryOut(action)
            append(act(action, .doubted(attempt: attempt, why: "the answer was lost")))
        default:
            let result = carryOut(action)
            append(act(action, .succeeded(attempt: attempt, requestID: nil, result: result)))
        }
    }

    private mutating func carryOut(_ action: ActionID) -> JSONObject {
        if process.action(action)?.operation == .stopServiceDeployment {
            isStopped = true
            return [:]
        }
        guard process.action(action)?.operation == .registerTaskDefinition else {
            runs = "shop:\(revisions)"
            return ["awsDeployment": "ecs-svc/1"]
        }
        revisions += 1
        tagged.insert(action)
        return ["revision": .string("shop:\(revisions)")]
    }

    private mutating func reconcile(_ action: ActionID, _ random: inout SeededRandom) {
        if Int.random(in: 0..<30, using: &random) == 0 {
            return append(act(action, .reconciled(.inconclusive, evidence: ["why": "denied"])))
        }
        let isRegistration = process.action(action)?.operation == .registerTaskDefinition
        let isStop = process.action(action)?.operation == .stopServiceDeployment
        let hasLanded = isRegistration ? tagged.contains(action) : isStop ? isStopped : runs != nil
        let found: JSONObject = isRegistration ? ["revision": "shop:1"] : ["awsDeployment": "ecs-svc/1"]
        append(act(action, .reconciled(hasLanded ? .landed : .absent, evidence: hasLanded ? .object(found) : [:])))
    }

    private func act(_ action: ActionID, _ event: ActionEvent) -> StageEvent {
        .action(action, deployment: id, event)
    }
}
