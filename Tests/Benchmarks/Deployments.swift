import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerSQLite
import LedgerTesting
import LedgerValues

/// What the command processor adds to the time that AWS takes.
struct Deployments {
    private static let rounds = 500
    private static let deploys = 60

    private let folder: Folder
    private let drafts: [EventDraft]
    private let rows: [PlainLog.Row]

    init(_ options: Options, _ folder: Folder) throws(BenchmarkError) {
        self.folder = folder
        var (history, same) = (History(seed: options.seed), History(seed: options.seed))
        drafts = (0..<3 * Self.rounds).map { _ in history.nextDraft() }
        rows = try PlainLog.rows(of: same.records(3 * Self.rounds))
    }

    func figures() async throws(BenchmarkError) -> [Figure] {
        try roundFigures() + [try await deployFigure()]
    }

    /// Intent and attempt durable at once, then the outcome, beside as many rows of a plain loop in as many transactions,
    /// and as many appends to a log that nobody decides on.
    private func roundFigures() throws(BenchmarkError) -> [Figure] {
        Progress.say("acting")
        let stage = try WorkedStage(folder.folder("rounds"))
        let id = try stage.request(["kind": "restart"])
        var ledger = stage.ledger
        let plain = try PlainLog(path: folder.file("rounds.db"))
        let log = try WorkedStage(folder.folder("undecided")).log
        let (rows, drafts) = (rows, drafts)
        func act(_ round: Int) throws(BenchmarkError) { try Self.act(UniqueID.make(), on: id, stage, &ledger) }
        func insert(_ round: Int) throws(BenchmarkError) {
            for part in Self.appends(of: round) { try plain.append(rows[part]) }
        }
        func append(_ round: Int) throws(BenchmarkError) {
            for part in Self.appends(of: round) {
                let writes = drafts[part].map { StreamWrite(subject: $0.subject, expected: .any, events: [$0]) }
                do { _ = try log.append(writes) } catch { throw BenchmarkError("\(error)") }
            }
        }
        let times = try medians(rounds: Self.rounds, of: [act, insert, append])
        let rate = 1 / times[0].seconds
        return [
            Figure(
                name: "intent, attempt and outcome of a no-op action",
                value: "\(rate.short)/s",
                peer: "\((1 / times[1].seconds).short)/s",
                ratio: rate * times[1].seconds,
                aim: .atLeast(1_000, of: rate, text: "≥ 1,000/s")
            ),
            Figure(
                name: "  to two appends to a log alone",
                value: "\(rate.short)/s",
                peer: "\((1 / times[2].seconds).short)/s",
                ratio: rate * times[2].seconds
            ),
        ]
    }

    /// Which of all events a round appends together.
    private static func appends(of round: Int) -> [Range<Int>] {
        [3 * round..<3 * round + 2, 3 * round + 2..<3 * round + 3]
    }

    /// As a runner goes about it: it asks what is next before each append and after it.
    private static func act(
        _ action: ActionID,
        on deployment: DeploymentID,
        _ stage: WorkedStage,
        _ ledger: inout StageLedger
    ) throws(BenchmarkError) {
        let begun: [(String, JSONObject)] = [
            (
                "action.intended",
                ["service": "ecs", "operation": "DescribeServices", "class": "convergent", "request": ["noOp": true]]
            ),
            ("action.attempted", ["attempt": 1, "epoch": 1, "worker": "bench"]),
        ]
        do throws(RunnerError) {
            for events in [begun, [("action.succeeded", ["attempt": 1, "result": [:]])]] {
                _ = try ledger.process(deployment)
                let proposals = events.map { type, more in
                    var data = more
                    (data["action"], data["deployment"]) = (
                        .string(action.description), .string(deployment.description)
                    )
                    return stage.proposal(type, data)
                }
                try ledger.append(proposals)
                _ = try ledger.process(deployment)
            }
        } catch { throw BenchmarkError("\(error)") }
    }

    /// A whole deployment where AWS answers at once, at the end of a stage's long life.
    private func deployFigure() async throws(BenchmarkError) -> Figure {
        Progress.say("deploying")
        let stage = try WorkedStage(folder.folder("deploys"))
        var times: [Duration] = []
        for number in 1...Self.deploys {
            let start = ContinuousClock.now
            try await Self.deploy(number, stage)
            times.append(ContinuousClock.now - start)
        }
        let time = Array(times.suffix(Self.deploys / 3)).median
        return Figure(
            name: "a whole deploy beyond AWS's own time",
            value: time.short,
            aim: .atMost(50, of: time.seconds * 1_000, text: "≤ 50 ms")
        )
    }

    private static func deploy(_ number: Int, _ stage: WorkedStage) async throws(BenchmarkError) {
        let id = try stage.request([
            "kind": "deploy", "image": .string("r/shop@sha256:" + String(repeating: "a", count: 64)),
            "changes": [
                "plan": ["registerTaskDefinition", "updateService"], "running": "shop:1",
                "number": .integer(Int64(number)),
            ],
        ])
        var runner = DeploymentRunner(
            stage.ledger,
            cloud: InstantCloud(),
            policy: RetryPolicy(sleep: { _ in }),
            epoch: 1,
            worker: "bench",
            makeID: { .make() }
        )
        let end: RunnerEnd
        do { end = try await runner.run(id) } catch { throw BenchmarkError("\(error)") }
        guard case .ended = end else { throw BenchmarkError("the deployment did not end") }
    }
}
