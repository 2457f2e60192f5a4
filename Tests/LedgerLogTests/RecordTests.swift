import LedgerDomain
import LedgerLog
import LedgerTesting
import Testing
import LedgerValues

struct `A record` {
    @Test(arguments: EventType.allCases)
    func `is written canonically and round-trips`(type: EventType) throws {
        let draft = EventDraft.example(of: type)
        let line = draft.encoded(streamVersion: 12, recordedTime: "2026-11-03T10:00:00.251173Z")
        let record = try Record(canonical: line)
        #expect(record.bytes == line)
        #expect(record.id == draft.id)
        #expect(record.source == draft.source)
        #expect(record.type == draft.type)
        #expect(record.subject == draft.subject)
        #expect(record.time == draft.time)
        #expect(record.recordedTime == "2026-11-03T10:00:00.251173Z")
        #expect(record.streamVersion == 12)
        #expect(record.actor == draft.actor)
        #expect(record.correlationID == draft.correlationID)
        #expect(record.causationID == draft.causationID)
        #expect(record.data == draft.data)
    }

    @Test func `keeps texts of every kind`() throws {
        let texts = [
            "\"\\\u{1}\n", "é😀\u{202E}", "e\u{301}", "$(id); DROP TABLE log", String(repeating: "x", count: 60_000),
        ]
        for text in texts {
            var draft = EventDraft.example(of: .stage(.locked))
            draft.actor = text
            draft.source = text
            draft.subject = text
            draft[data: "reason"] = .string(text)
            let record = try Record(canonical: draft.encoded(streamVersion: 1, recordedTime: draft.time))
            for read in [record.actor, record.source, record.subject, record.data["reason"]?.string ?? ""] {
                #expect(Array(read.utf8) == Array(text.utf8))
            }
        }
    }

    @Test func `accepts unknown members and keeps them in its bytes`() throws {
        let line = try line {
            $0["traceparent"] = "00-1"; $0["type"] = "moon.landed.v9"; $0["data"] = ["x": [1]]
        }
        let record = try Record(canonical: line)
        #expect(record.type == "moon.landed.v9")
        #expect(record.bytes == line)
    }

    @Test func `may lack only attributes that older programs did not write`() throws {
        let record = try Record(
            canonical: line {
                $0["correlationid"] = nil; $0["causationid"] = nil
            }
        )
        #expect(record.correlationID == nil)
        #expect(record.causationID == nil)
    }

    @Test(arguments: [
        "actor", "data", "id", "recordedtime", "source", "specversion", "streamversion", "subject", "time", "type",
    ])
    func `is rejected without an attribute`(name: String) throws {
        let without = try line { $0[name] = nil }
        #expect(throws: RecordError.missing(name)) { try Record(without) }
        let null = try line { $0[name] = .null }
        #expect(throws: RecordError.invalid(name)) { try Record(null) }
    }

    @Test(
        arguments: [
            ("actor", ""), ("source", 1), ("subject", ""), ("type", ""), ("specversion", "0.3"), ("id", "x"),
            ("correlationid", ""), ("causationid", 7), ("time", "2026-11-03T10:00:00Z"),
            ("recordedtime", "2026-11-03T10:00:00.2511730Z"), ("streamversion", 0), ("streamversion", -1),
            ("streamversion", "1"), ("data", []), ("data", "x"),
        ] as [(String, JSONValue)]
    )
    func `is rejected with an invalid attribute`(name: String, value: JSONValue) throws {
        let wrong = try line { $0[name] = value }
        #expect(throws: RecordError.invalid(name)) { try Record(wrong) }
    }

    @Test func `is a JSON object`() {
        #expect(throws: RecordError.notAnObject) { try Record(Array("[]".utf8)) }
        #expect(throws: RecordError.json(JSONError(.unexpectedEnd, at: 0))) { try Record([]) }
    }

    @Test func `has at most 262,144 bytes`() throws {
        let empty = try line { $0["data"] = ["x": ""] }
        let fill = Record.largest - empty.count
        let largest = try line { $0["data"] = ["x": .string(String(repeating: "x", count: fill))] }
        #expect(try Record(canonical: largest).bytes.count == Record.largest)
        let larger = try line { $0["data"] = ["x": .string(String(repeating: "x", count: fill + 1))] }
        #expect(throws: RecordError.tooLarge(Record.largest + 1)) { try Record(larger) }
    }

    @Test func `is appended only in canonical form`() throws {
        let canonical = try line { _ in }
        let text = String(decoding: canonical, as: UTF8.self)
        let colon = try #require(text.firstIndex(of: ":"))
        let others = [
            text + " ", " " + text, text + "\n", text.replacing("\"id\"", with: "\"\\u0069d\""),
            String(text[...colon]) + " " + text[text.index(after: colon)...],
            text.replacing("\"specversion\":\"1.0\",", with: "").dropLast() + ",\"specversion\":\"1.0\"}",
            text.replacing("sale", with: "sal\\u0065"), text.replacing("sale", with: "s\\/ale"),
        ]
        _ = try Record(canonical: canonical)
        for other in others {
            let bytes = Array(other.utf8)
            #expect { try Record(canonical: bytes) } throws: {
                $0 as? RecordError == .json(JSONError(.notCanonical, at: 0))
            }
            _ = try Record(bytes)
        }
    }

    @Test func `says what is wrong with it`() {
        let errors: [RecordError] = [
            .notAnObject, .missing("id"), .invalid("id"), .tooLarge(300_000), .json(JSONError(.tooDeep, at: 3)),
        ]
        #expect(Set(errors.map(\.description)).count == errors.count)
    }

    private func line(_ change: (inout JSONObject) -> Void) throws -> [UInt8] {
        let draft = EventDraft.example(of: .stage(.locked))
        let line = draft.encoded(streamVersion: 1, recordedTime: draft.time)
        var record = try #require(try JSONReader.value(line).object)
        change(&record)
        return CanonicalJSON.bytes(.object(record))
    }
}

struct `A message from AWS` {
    /// A response without a body has an empty message; the event must still be readable.
    @Test(arguments: [
        LedgerEvent.stage(.deployment("d-1", version: 1, .failed(code: "Unknown", message: ""))),
        .stage(.action("a-1", deployment: "d-1", .failed(attempt: 1, code: "503", message: "", retryable: true))),
        .build(.failed(execution: "e", commit: nil, phase: nil, message: "", log: nil)),
    ])
    func `may be empty`(event: LedgerEvent) throws {
        #expect(try LedgerEvent(type: event.type.rawValue, data: event.data) == event)
    }
}

struct `The id of a fact from outside` {
    @Test func `is the same for the same fact only`() {
        let id = UniqueID(source: "aws.ecs/1/r", id: "e-1", ordinal: 0)
        #expect(id == UniqueID(source: "aws.ecs/1/r", id: "e-1", ordinal: 0))
        #expect(id.high & 0xF000 == 0x8000)
        let others = [
            UniqueID(source: "aws.ecs/1/r", id: "e-1", ordinal: 1),
            UniqueID(source: "aws.ecs/1/", id: "re-1", ordinal: 0),
            UniqueID(source: "aws.ecs/1/r", id: "e-10", ordinal: 0), UniqueID(source: "", id: "", ordinal: 0),
        ]
        #expect(Set(others + [id]).count == 5)
    }
}
