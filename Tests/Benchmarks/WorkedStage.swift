import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerSQLite
import LedgerValues

/// A ledger with one stage, as the command processor uses it.
struct WorkedStage {
    private static let id = StageID(StackName(rawValue: "shop"), StageName(rawValue: "prod"))

    let log: SQLiteEventLog
    private let keys: SealingKeyRing

    init(_ folder: Folder) throws(BenchmarkError) {
        guard let key = SealingKey(bytes: Array(0..<32)) else { throw BenchmarkError("32 bytes are a key") }
        keys = SealingKeyRing(key)
        do {
            log = try SQLiteEventLog.create(at: folder.file("worked"), id: UniqueID(high: 3, low: 4), clock: { .now })
        } catch { throw BenchmarkError("\(error)") }
        let stack: JSONObject = ["stack": "shop", "architecture": "container"]
        let stage: JSONObject = [
            "stack": "shop", "stage": "prod", "account": "123456789012", "region": "eu-west-1",
            "approval": "automatic",
            "target": ["kind": "ecs", "cluster": "main", "service": "shop", "family": "shop", "container": "api"],
        ]
        try append([
            Proposal(type: "stack.created", data: stack), Proposal(type: "stage.added", data: stage),
        ])
    }

    /// As a process of its own begins with it.
    var ledger: StageLedger {
        let recorder = Recorder(log: log, gate: SealingGate(keys), clock: { .now }, makeID: { .make() })
        return StageLedger(Self.id, log: log, recorder: recorder, keys: keys, actor: "bench")
    }

    /// Asks for a deployment.
    func request(_ data: JSONObject) throws(BenchmarkError) -> DeploymentID {
        let recorded = try append([proposal("deployment.requested", data)])
        guard let id = recorded.last?.data["deployment"]?.string.flatMap(UniqueID.init) else {
            throw BenchmarkError("no deployment")
        }
        return id
    }

    func proposal(_ type: String, _ data: JSONObject) -> Proposal {
        Proposal(type: type, subject: StreamName.stage(Self.id).description, data: data)
    }

    @discardableResult
    private func append(_ proposals: [Proposal]) throws(BenchmarkError) -> [Recorded] {
        do { return try ledger.append(proposals) } catch { throw BenchmarkError("\(error)") }
    }
}

extension UniqueID {
    static func make() -> UniqueID {
        UniqueID(time: .now, random: (.random(in: .min ... .max), .random(in: .min ... .max)))
    }
}
