import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerTesting
import Synchronization
import Testing
import LedgerValues

struct `What a recorder remembers of a stream` {
    private static let stage: StageID = "shop/staging"

    private func deploy(
        _ recorder: Recorder,
        _ more: JSONObject = [:],
        approved: Bool = false
    ) throws(RecorderError) {
        var request = more
        request["kind"] = "deploy"
        try recorder.record([.deployment("requested", request)], by: "ana")
        for what in (approved ? ["approved"] : []) + ["started", "succeeded"] {
            try recorder.record([.deployment(what)], by: "ana")
        }
    }

    @Test func `is not read again`() throws {
        let counted = CountedLog()
        let harness = try RecordingHarness.withShop { log in counted.counting(log) }
        for _ in 1...50 { try deploy(harness.recorder) }
        // Each of the 151 is read once; that a page is not full is no second read.
        #expect(counted.read <= 160, "\(counted.read) records were read")
    }

    @Test func `is not what others have made of it`() throws {
        let storage = InMemoryEventLog.Storage()
        let (ours, theirs) = (try RecordingHarness.withShop(storage), try RecordingHarness(storage))
        try deploy(ours.recorder)
        try deploy(theirs.recorder)
        let ended = #expect(throws: RecorderError.self) { try ours.record(.deployment("succeeded")) }
        #expect(ended == .rejected(index: 0, .noOpenDeployment(Self.stage)))
        try theirs.record(.deployment("requested", ["kind": "deploy"]))
        let refused = #expect(throws: RecorderError.self) {
            try ours.record(.deployment("requested", ["kind": "deploy"]))
        }
        #expect(refused == .rejected(index: 0, .deploymentOpen(Self.stage, version: 3)))
        let last = try ours.record(.deployment("succeeded"))
        #expect(last.first?.data["version"] == 3)
    }

    @Test func `is forgotten when it is too much, and read again`() throws {
        let harness = try RecordingHarness.withShop()
        for number in 1...200 {
            try harness.record(.stage("s\(number)"))
            try harness.record(.deployment("requested", of: "s\(number)", ["kind": "deploy"]))
        }
        for number in 1...200 {
            let refused = #expect(throws: RecorderError.self) {
                try harness.record(.deployment("requested", of: "s\(number)", ["kind": "deploy"]))
            }
            let stage = StageID("shop", StageName(rawValue: "s\(number)"))
            #expect(refused == .rejected(index: 0, .deploymentOpen(stage, version: 1)))
        }
    }

    /// As if all events of the stage were folded, from the first on.
    @Test func `makes the same of each deployment, wherever it begins`() throws {
        let harness = try RecordingHarness.withShop()
        for number in 1...4 {
            try deploy(
                harness.recorder,
                ["idempotencyKey": .string("key \(number % 3)")],
                approved: number.isMultiple(of: 2)
            )
            try harness.record(
                Proposal(
                    type: "stage.changed",
                    subject: "stage/shop/staging",
                    data: ["approval": .string(number.isMultiple(of: 2) ? "automatic" : "manual")]
                )
            )
        }
        try harness.record(.deployment("marked", ["version": 1, "mark": "bad", "reason": "slow"]))
        try harness.record(.deployment("requested", ["kind": "deploy"]))
        // The next one waits for an approval, and is asked for before the stage asks for none.
        try harness.record(.deployment("cancelled"))
        try harness.record(
            Proposal(type: "stage.changed", subject: "stage/shop/staging", data: ["approval": "manual"])
        )
        try harness.record(.deployment("requested", ["kind": "deploy"]))
        var ledger = StageLedger(
            Self.stage,
            log: harness.log,
            recorder: harness.recorder,
            keys: SealingKeyRing.sample,
            actor: "ana"
        )
        let records = try harness.log.allRecords(of: "stage/shop/staging").map { try $0.read() }
        let deployments = try ledger.current().deployments
        #expect(deployments.count == 6)
        #expect(deployments.last?.phase == .awaitingApproval)
        for deployment in deployments {
            var whole = DeploymentProcess(deployment.id)
            for record in records {
                guard case .stage(let event) = try LedgerEvent(type: record.type, data: record.data) else { continue }
                whole.evolve(event, at: record.time)
            }
            let process = try ledger.process(deployment.id)
            #expect(process.deployment == whole.deployment)
            #expect(process.deployment == deployment)
            #expect(process.request == whole.request)
        }
        #expect(try ledger.process(askedUnder: "key 1")?.deployment?.version == 4)
        #expect(try ledger.process(askedUnder: "key 0")?.deployment?.version == 3)
        #expect(try ledger.process(askedUnder: "key 3") == nil)
        #expect(try ledger.process("unknown").deployment == nil)
    }
}

/// Counts the records that are read of streams.
private final class CountedLog: Sendable {
    private let count = Mutex(0)

    var read: Int { count.withLock(\.self) }

    func counting(_ log: any EventLog) -> any EventLog { Counting(log: log, owner: self) }

    private struct Counting: EventLogWrapper {
        let log: any EventLog
        let owner: CountedLog

        func records(of subject: String, after version: Int, limit: Int) throws(EventLogError) -> [StoredRecord] {
            let records = try log.records(of: subject, after: version, limit: limit)
            owner.count.withLock { $0 += records.count }
            return records
        }
    }
}
