import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerValues
import Testing

struct `The mac of an event` {
    private let ledger = UniqueID(high: 0x0193_0000_0000_7000, low: 0x8000_0000_0000_0001)

    private func ring(_ firsts: UInt8...) throws -> SealingKeyRing {
        try #require(SealingKeyRing(firsts.compactMap { SealingKey(bytes: Array(repeating: $0, count: 32)) }))
    }

    private func draft() throws -> EventDraft {
        var draft = EventDraft.example(of: .deployment(.requested))
        draft.actMac = ActKeys(try ring(1), ledger: ledger).mac(of: draft)
        return draft
    }

    private func record(_ draft: EventDraft, version: Int = 7) throws -> Record {
        try Record(canonical: draft.encoded(streamVersion: version, recordedTime: draft.time.advanced(bySeconds: 5)))
    }

    @Test func `shows that the processor wrote it, wherever the log puts it`() throws {
        let keys = ActKeys(try ring(1), ledger: ledger)
        #expect(keys.isOwn(try record(try draft())))
        #expect(keys.isOwn(try record(try draft(), version: 8)))
    }

    @Test func `holds for keys from before a rotation, and no others`() throws {
        let record = try record(try draft())
        #expect(ActKeys(try ring(1, 2), ledger: ledger).isOwn(record))
        #expect(!ActKeys(try ring(2), ledger: ledger).isOwn(record))
    }

    @Test func `does not hold in another ledger`() throws {
        let other = UniqueID(high: ledger.high, low: ledger.low + 1)
        #expect(!ActKeys(try ring(1), ledger: other).isOwn(try record(try draft())))
    }

    @Test func `does not hold for an event that was changed anywhere`() throws {
        let keys = ActKeys(try ring(1), ledger: ledger)
        let line = try record(try draft()).bytes
        let members = try #require(JSONReader.value(line).object)
        for member in members.members where !["recordedtime", "streamversion"].contains(member.key) {
            var changed = members
            switch member.value {
            case .string(let text) where member.key.hasSuffix("id"):
                changed[member.key] = .string(String(text.dropLast()) + (text.hasSuffix("0") ? "1" : "0"))
            case .string(let text) where member.key == "time":
                changed[member.key] = .string(text.replacing("2026", with: "2025"))
            case .string(let text) where member.key == "specversion": changed["another"] = .string(text)
            case .string(let text): changed[member.key] = .string(text + "A")
            case .object(var data):
                data["another"] = 1
                changed[member.key] = .object(data)
            case .null, .bool, .integer, .array: Issue.record("\(member.key)")
            }
            #expect(!keys.isOwn(try Record(Array(CanonicalJSON.text(.object(changed)).utf8))), "\(member.key)")
        }
    }

    @Test func `is missing where somebody else wrote it`() throws {
        let draft = EventDraft.example(of: .deployment(.requested))
        #expect(!ActKeys(try ring(1), ledger: ledger).isOwn(try record(draft)))
    }
}
