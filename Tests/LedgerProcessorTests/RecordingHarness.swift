import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerTesting
import Synchronization
import LedgerValues

extension Timestamp {
    static let noon: Timestamp = "2026-11-03T12:00:00Z"
}

/// A recorder over a log in memory that takes nothing in that is not what its schema says.
struct RecordingHarness {
    let log: any EventLog
    let recorder: Recorder

    init(
        _ storage: InMemoryEventLog.Storage = .init(),
        wrapping wrap: (any EventLog) -> any EventLog = { ValidatingEventLog($0) }
    ) throws {
        let log = wrap(InMemoryEventLog(storage, clock: { .noon }))
        self.log = log
        recorder = Recorder(log: log, gate: .sample, clock: { .noon }, makeID: { Counter.shared.next() })
    }

    /// With the stack `shop` and its stages `staging` and `prod`, the latter asking for approval.
    static func withShop(
        _ storage: InMemoryEventLog.Storage = .init(),
        wrapping wrap: (any EventLog) -> any EventLog = { ValidatingEventLog($0) }
    ) throws -> RecordingHarness {
        let harness = try RecordingHarness(storage, wrapping: wrap)
        try harness.record(.stack, .stage("staging"), .stage("prod", approval: "manual"))
        return harness
    }

    /// As the processor does it.
    @discardableResult
    func record(_ proposals: Proposal..., key: String? = nil) throws(RecorderError) -> [Recorded] {
        let processor = EventWriter.processor(ActKeys(.sample, ledger: log.ledger))
        return try recorder.record(proposals, by: "ana", as: processor, idempotencyKey: key)
    }

    var size: Int { get throws { try log.head().size } }
}

/// Ids that no two calls share.
final class Counter: Sendable {
    static let shared = Counter()
    private let last = Mutex<UInt64>(0)

    func next() -> UniqueID {
        UniqueID(
            high: 0x0193_0000_0000_7000,
            low: last.withLock { last in
                last += 1
                return 0x8000_0000_0000_0000 | last
            }
        )
    }
}

extension SealingGate {
    static var sample: SealingGate {
        guard let key = SealingKey(bytes: Array(0..<32)) else { preconditionFailure("32 bytes") }
        return SealingGate(SealingKeyRing(key))
    }
}

extension Proposal {
    static let stack = Proposal(type: "stack.created", data: ["stack": "shop", "architecture": "container"])

    static func stage(_ name: String, approval: String = "automatic") -> Proposal {
        Proposal(
            type: "stage.added",
            data: [
                "stack": "shop", "stage": .string(name), "account": "123456789012", "region": "us-east-1",
                "target": ["kind": "lambda", "function": .string("shop-\(name)")], "approval": .string(approval),
            ]
        )
    }

    static func deployment(_ what: String, of stage: String = "staging", _ data: JSONObject = [:]) -> Proposal {
        Proposal(type: "deployment.\(what)", subject: "stage/shop/\(stage)", data: data)
    }

    static func revision(_ number: Int, secret: String) -> Proposal {
        let container: JSONValue = [
            "name": "api", "environment": [["name": "TOKEN", "value": .string(secret)]],
        ]
        return Proposal(
            type: "revision.registered",
            subject: "revision/123456789012/us-east-1/shop",
            data: [
                "family": "shop", "revision": .integer(Int64(number)),
                "definition": ["containerDefinitions": [container]],
            ]
        )
    }
}
