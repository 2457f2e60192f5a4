import LedgerDomain
import LedgerLog
import LedgerSchema
import LedgerTesting
import Testing
import LedgerValues

struct `An event type` {
    @Test func `has a schema`() {
        #expect(LedgerSchema.eventTypes == EventType.allCases.map(\.rawValue))
        #expect(LedgerSchema.eventSchema(of: "stack.renamed.v1") == nil)
    }

    @Test(arguments: EventType.allCases)
    func `has a schema with a title and descriptions`(type: EventType) throws {
        let schema = try schema(of: type)
        #expect(schema["$id"]?.string == "\(type.rawValue).json")
        for name in ["title", "description"] { #expect(schema[name]?.string?.isEmpty == false) }
    }

    @Test(arguments: EventType.allCases)
    func `has a valid example in its schema that round-trips`(type: EventType) throws {
        let example = try #require(try schema(of: type)["examples"]?.array?.first)
        let bytes = CanonicalJSON.bytes(example)
        try EventSchemas.check(record: bytes)

        let record = try Record(canonical: bytes)
        let event = try LedgerEvent(type: record.type, data: record.data)
        #expect(event.type == type)
        #expect(event.data == record.data)
        #expect(StreamName(record.subject)?.noun == type.stream)
    }

    @Test(arguments: EventType.allCases)
    func `round-trips`(type: EventType) throws {
        let event = LedgerEvent.example(of: type)
        #expect(event.type == type)
        #expect(try LedgerEvent(type: type.rawValue, data: event.data) == event)
    }

    @Test(arguments: EventType.allCases)
    func `has an example in a stream of its noun`(type: EventType) {
        #expect(StreamName.example(for: LedgerEvent.example(of: type)).noun == type.stream)
    }

    @Test func `has a file in Schema/events, and every file is of a type`() {
        #expect(
            PackageFolder.names(in: "Schema/events")
                == (EventType.allCases.map { "\($0.rawValue).json" } + ["envelope.json"]).sorted()
        )
    }

    @Test(arguments: EventType.allCases)
    func `has an example that its schema allows`(type: EventType) throws {
        let draft = EventDraft.example(of: type)
        try EventSchemas.check(record: draft.encoded(streamVersion: 1, recordedTime: draft.time))
    }

    @Test(arguments: EventType.allCases)
    func `rejects data without a required member`(type: EventType) throws {
        let schema = try schema(of: type)
        for name in schema["properties"]?["data"]?["required"]?.array?.compactMap(\.string) ?? [] {
            var draft = EventDraft.example(of: type)
            draft[data: name] = nil
            #expect(throws: WireError.self) { try LedgerEvent(type: type.rawValue, data: draft.data) }
            #expect(throws: SchemaMismatch.self) { try check(draft) }
        }
    }

    @Test(arguments: EventType.allCases)
    func `allows unknown members`(type: EventType) throws {
        var draft = EventDraft.example(of: type)
        draft[data: "reviewed-by"] = ["ana", 2, .null]
        try check(draft)
    }

    private func schema(of type: EventType) throws -> JSONValue {
        let text = try #require(LedgerSchema.eventSchema(of: type.rawValue))
        return try JSONReader.value(Array(text.utf8))
    }
}

struct `A schema of an event` {
    @Test func `refuses an environment value in the clear`() throws {
        let draft = EventDraft.example(of: .revision(.registered))
        let plain: JSONValue = [["name": "DATABASE_URL", "value": "postgres://shop:secret@db/shop"]]
        let definition: JSONValue = ["containerDefinitions": [["name": "api", "environment": plain]]]
        #expect(throws: SchemaMismatch.self) { try check(draft, with: "definition", definition) }
    }

    @Test(arguments: ["environment", "Environment"])
    func `refuses a function's variable in the clear`(member: String) throws {
        var draft = EventDraft.example(of: .action(.intended))
        let variables = member == "environment" ? "variables" : "Variables"
        let plain = JSONValue.object([member: .object([variables: ["KEY": "secret"]])])
        #expect(throws: SchemaMismatch.self) { try check(draft, with: "request", plain) }

        draft[data: "request"] = .object([member: .object([variables: ["KEY": Example.sealed]])])
        try check(draft)
    }

    @Test func `allows sealed values`() throws {
        let key = try #require(SealingKey(bytes: Array(repeating: 7, count: SealingKey.length)))
        var draft = EventDraft.example(of: .revision(.registered))
        let plain: JSONValue = [["name": "A", "value": "1"], ["name": "B", "value": ""]]
        let definition: JSONObject = ["containerDefinitions": [["name": "api", "environment": plain]]]
        draft.content = try SealingGate(SealingKeyRing(key)).seal(
            draft.data.merging(["definition": .object(definition)]),
            in: Registry(account: "123456789012", region: "us-east-1")
        )
        try check(draft)
    }

    @Test(arguments: [
        ("subject", "stack/shop"), ("subject", "stage/shop"), ("actor", ""), ("source", ""),
        ("time", "2026-11-03T10:00:00Z"), ("id", "0193A2B4-5C6D-7E8F-8A1B-2C3D4E5F6071"), ("specversion", "1.1"),
    ])
    func `refuses an envelope that is not one`(attribute: String, value: JSONValue) throws {
        let draft = EventDraft.example(of: .stage(.locked))
        let line = draft.encoded(streamVersion: 1, recordedTime: draft.time)
        var record = try #require(try JSONReader.value(line).object)
        record[attribute] = value
        #expect(throws: SchemaMismatch.self) { try EventSchemas.check(record: CanonicalJSON.bytes(.object(record))) }
    }
}

extension JSONObject {
    fileprivate func merging(_ other: JSONObject) -> JSONObject {
        JSONObject((members + other.members).map { ($0.key, $0.value) })
    }
}

/// Checks a record with a member of its data that no draft can have.
private func check(_ draft: EventDraft, with name: String, _ value: JSONValue) throws {
    let line = draft.encoded(streamVersion: 1, recordedTime: draft.time)
    var record = try #require(try JSONReader.value(line).object)
    record["data"] = .object(draft.data.merging(JSONObject([(name, value)])))
    try EventSchemas.check(record: CanonicalJSON.bytes(.object(record)))
}

private func check(_ draft: EventDraft) throws {
    try EventSchemas.check(record: draft.encoded(streamVersion: 1, recordedTime: draft.time))
}
