import LedgerDomain
import LedgerLog
import LedgerTesting
import Testing

@testable import LedgerIntake
import LedgerValues

/// A log with the stage `shop/prod`, and an intake for it.
struct Harness {
    static let prod: StageID = "shop/prod"
    static let start: Timestamp = "2026-11-01T10:00:00Z"

    static func stage(_ id: StageID = prod, service: String = "shop-prod") -> StageAdded {
        StageAdded(
            id: id,
            account: AWSEvent.account,
            region: AWSEvent.region,
            target: .ecs(cluster: "main", service: service, family: "shop", container: "api")
        )
    }

    let log = RivalledLog(ValidatingEventLog(InMemoryEventLog { start }))
    let gate: SealingGate
    var intake: Intake

    init(stages: [StageAdded] = [stage()]) throws {
        let key = try #require(SealingKey(bytes: Array(repeating: 7, count: SealingKey.length)))
        gate = SealingGate(SealingKeyRing(key))
        intake = Intake(into: log, through: gate, stages: StageDirectory(stages))
        for stage in stages { try record(.added(stage), of: stage.id, id: "added") }
    }

    /// Another intake on the same log.
    func another(stages: [StageAdded] = [stage()]) -> Intake {
        Intake(into: log, through: gate, stages: StageDirectory(stages))
    }

    func record(_ event: StageEvent, of id: StageID = prod, id name: String) throws {
        let event = LedgerEvent.stage(event)
        let draft = EventDraft(
            id: UniqueID(source: "\(id)", id: name, ordinal: 0),
            type: event.type.rawValue,
            subject: StreamName.stage(id).description,
            time: Self.start,
            actor: "ana",
            data: event.data
        )
        _ = try log.append([draft], to: draft.subject, expecting: .any)
    }

    @discardableResult
    mutating func take(_ events: [JSONValue]) throws -> IntakeReport {
        try take(text: events.map(\.text).joined(separator: "\n"))
    }

    @discardableResult
    mutating func take(text: String) throws -> IntakeReport {
        try intake.take(Self.read(Array(text.utf8)))
    }

    static func read(_ bytes: [UInt8]) -> [Incoming] {
        var reader = EnvelopeReader()
        return reader.read(bytes) + reader.finish()
    }

    func records(of subject: String? = nil) throws -> [Record] {
        let all = try log.records(after: 0, limit: .max).map { try $0.read() }
        return subject.map { name in all.filter { $0.subject == name } } ?? all
    }

    func events(of subject: String) throws -> [LedgerEvent] {
        try records(of: subject).map { try LedgerEvent(type: $0.type, data: $0.data) }
    }

    func stage(_ id: StageID = prod) throws -> Stage {
        try StageStream(of: id, in: log).stage
    }

    /// The phase of each deployment, by its id at AWS.
    func standings(_ id: StageID = prod) throws -> [String: Deployment.Phase] {
        let known = try stage(id).deployments.compactMap { deployment in
            deployment.awsDeployment.map { ($0, deployment.phase) }
        }
        return Dictionary(known) { first, _ in first }
    }
}
