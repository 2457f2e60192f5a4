import LedgerConformance
import LedgerDomain
import LedgerLog
import LedgerTesting
import Testing
import LedgerValues

struct `A validating log` {
    private let inner = InMemoryEventLog(ledger: "ledger", clock: { .noon })
    private var log: ValidatingEventLog { ValidatingEventLog(inner) }

    @Test func `accepts an example of every type`() throws {
        for type in EventType.allCases {
            let draft = EventDraft.example(of: type, id: UniqueID(stringLiteral: type.rawValue))
            _ = try log.append([draft], to: draft.subject, expecting: .any)
        }
        #expect(try inner.head().size == EventType.allCases.count)
        try EventSchemas.checkAll(in: log)
    }

    @Test func `lets in nothing of what holds an event that its schema refuses`() throws {
        var wrong = EventDraft.example(of: .stage(.locked), id: "wrong")
        wrong[data: "reason"] = nil
        let events = [EventDraft.example(of: .stage(.unlocked)), wrong]
        #expect(throws: EventLogError.self) { try log.append(events, to: wrong.subject, expecting: .any) }
        #expect(try inner.head().size == 0)

        let record = try Record(wrong.encoded(streamVersion: 1, recordedTime: wrong.time))
        #expect(throws: EventLogError.self) { try log.append(verbatim: [record]) }
        #expect(try inner.head().size == 0)
    }

    @Test func `finds what another log let in`() throws {
        var unknown = EventDraft.example(of: .stage(.locked))
        unknown.type = "stage.painted.v1"
        _ = try inner.append([unknown], to: unknown.subject, expecting: .any)
        #expect(throws: SchemaMismatch.self) { try EventSchemas.checkAll(in: inner) }
    }
}
