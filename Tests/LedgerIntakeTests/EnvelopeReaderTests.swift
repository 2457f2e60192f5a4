import LedgerDomain
import LedgerLog
import Testing

@testable import LedgerIntake
import LedgerValues

struct `Reading events` {
    let first = AWSEvent.image("PUSH", tag: "v1")
    let second = AWSEvent.image("PUSH", tag: "v2")

    static func wrapped(_ value: JSONValue) -> [String] {
        let sns: JSONValue = ["Type": "Notification", "MessageId": "m-1", "Message": .string(value.text)]
        let sqs: JSONValue = ["Records": [["messageId": "m-1", "body": .string(value.text)]]]
        return [
            value.text,
            JSONValue.array([value]).text,
            sns.text,
            sqs.text,
            JSONValue(dictionaryLiteral: ("Records", [["body": .string(sns.text)]])).text,
            JSONValue(dictionaryLiteral: ("Records", [["Sns": ["Message": .string(value.text)]]])).text,
            JSONValue(dictionaryLiteral: ("Messages", [["Body": .string(JSONValue.array([value]).text)]])).text,
            JSONValue.array([[sns], [sqs]]).text,
        ]
    }

    @Test(arguments: Self.wrapped(AWSEvent.image("PUSH", tag: "v1")))
    func `extracts them from any wrapper`(text: String) {
        let read = Harness.read(Array(text.utf8))
        #expect(!read.isEmpty)
        #expect(read.allSatisfy { $0.tag == "v1" })
    }

    @Test func `counts lines from one in JSON lines, documents and concatenated values`() {
        let lines = "\(first.text)\r\n\r\n\(second.text)\(first.text)\r\n"
        #expect(Harness.read(Array(lines.utf8)).map(\.place) == [1, 3, 3])

        let document = "[\n  \(first.text),\n  {\n" + second.text.dropFirst() + "\n]\n\(first.text)"
        #expect(Harness.read(Array(document.utf8)).map(\.place) == [2, 3, 6])
    }

    @Test(arguments: [
        "{\"id\":\"broken", "{\"id\":\"1\",\"detail\":{", "nonsense", "{\"id\":1}", "[]]", "\u{FEFF}{}",
        "{\"a\":1,\"a\":2}",
    ])
    func `reports a bad line and continues with the next`(bad: String) {
        let read = Harness.read(Array("\(first.text)\n\(bad)\n\(second.text)\n".utf8))
        #expect(read.compactMap(\.tag) == ["v1", "v2"])
        #expect(read.compactMap(\.defectLine) == [2])
    }

    @Test func `reports a byte order mark`() {
        let read = Harness.read([0xEF, 0xBB, 0xBF] + Array(first.text.utf8))
        #expect(read == [.defect(Defect(line: 1, reason: .json("a byte order mark at byte 1")))])
    }

    @Test(arguments: ["[", "{", "[{\"a\":1}", "\"x"])
    func `reports an unexpected end`(text: String) {
        let read = Harness.read(Array(text.utf8))
        #expect(read.last?.defectLine == 1)
    }

    @Test func `skips the rest of a broken document`() {
        let broken = "{\n  \"id\": \"never closed,\n  \"detail\": {}\n}\n\(second.text)"
        let read = Harness.read(Array(broken.utf8))
        #expect(read.compactMap(\.defectLine) == [1])
        #expect(read.compactMap(\.tag) == ["v2"])
    }

    @Test func `does not depend on how the bytes are chunked`() {
        let bytes = Array("[\(first.text),\n\(second.text)]\n\(first.text)\n{\"half".utf8)
        let whole = Harness.read(bytes)
        for size in [1, 2, 3, 7, 64, 1_000] {
            var reader = EnvelopeReader()
            var parts: [Incoming] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                parts += reader.read(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            #expect(parts + reader.finish() == whole)
        }
    }

    @Test func `limits the nesting of wrappers`() {
        var text = first.text
        for _ in 0..<12 {
            text = JSONValue(dictionaryLiteral: ("Type", "Notification"), ("Message", .string(text))).text
            if text.utf8.count > 1 << 20 { break }
        }
        let read = Harness.read(Array(text.utf8))
        #expect(read == [.defect(Defect(line: 1, reason: .wrappedTooDeep))])
    }
}

struct `An event's identity` {
    private func identity(_ value: JSONValue) throws -> String {
        try Envelope(try #require(value.object)).identity
    }

    @Test func `is its id`() throws {
        let event = AWSEvent.image("PUSH", id: "8952ba83-7be2-4ab5-9c32-6687532d15a2")
        #expect(try identity(event) == "8952ba83-7be2-4ab5-9c32-6687532d15a2")
    }

    @Test(arguments: [
        nil, "CWE-event-id", "ddca6449-b258-46c0-8653-e0e3aEXAMPLE", "12345678-1234-1234-1234-123456789012",
    ])
    func `is its content if the id is a placeholder`(id: String?) throws {
        let event = AWSEvent.image("PUSH", tag: "v1").setting("id", to: id.map(JSONValue.string))
        let other = AWSEvent.image("PUSH", tag: "v2").setting("id", to: id.map(JSONValue.string))
        #expect(try identity(event) == identity(event))
        #expect(try identity(event) != identity(other))
    }
}

extension Incoming {
    var tag: String? {
        if case .event(let envelope, _) = self { envelope.detail["image-tag"]?.string } else { nil }
    }

    var place: Int? {
        if case .event(_, let line) = self { line } else { nil }
    }

    var defectLine: Int? {
        if case .defect(let defect) = self { defect.line } else { nil }
    }
}
