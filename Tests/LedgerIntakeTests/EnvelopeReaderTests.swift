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
        ] + wrappedByLogs(value).map(\.text)
    }

    /// What CloudWatch Logs makes of an event: as it answers, as it delivers, and as a query has it.
    static func wrappedByLogs(_ value: JSONValue) -> [JSONValue] {
        let entry: JSONValue = ["id": "0", "timestamp": 1_795_586_400_000, "message": .string(value.text)]
        let delivery: JSONValue = ["messageType": "DATA_MESSAGE", "logGroup": "g", "logEvents": [entry]]
        let base64 = JSONValue.string(Gzip.compressed(Array(delivery.text.utf8)).base64)
        let field: JSONValue = ["field": "@message", "value": .string(value.text)]
        return [
            ["events": [entry], "searchedLogStreams": []],
            delivery,
            ["awslogs": ["data": base64]],
            ["Records": [["kinesis": ["data": base64]]]],
            ["invocationId": "i", "records": [["recordId": "r", "data": base64]]],
            ["Records": [["kinesis": ["data": .string(Array(value.text.utf8).base64)]]]],
            ["status": "Complete", "results": [[["field": "@timestamp", "value": "t"], field]]],
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

    @Test func `skips byte order marks and the times that an export writes`() {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let time = "2026-11-25T06:00:00.000Z"
        #expect(Harness.read(mark + Array(first.text.utf8)).map(\.tag) == ["v1"])
        let lines = "\(time) \(first.text)\n\(time) events/ecs \(second.text)\r\n\(first.text)\n"
        #expect(Harness.read(mark + Array(lines.utf8) + mark + Array(second.text.utf8)).map(\.place) == [1, 2, 3, 4])
        let words = Harness.read(Array("\(time) no event here\n\(time) \(first.text)".utf8))
        #expect(words.map(\.defectLine) == [1, nil] && words.map(\.tag) == [nil, "v1"])
    }

    @Test(arguments: [
        "{\"Records\":[]}", "{\"Messages\":[]}", "[]", "{\"events\":[],\"searchedLogStreams\":[]}", "", " \n",
        "{\"messageType\":\"CONTROL_MESSAGE\",\"logEvents\":[{\"id\":\"\",\"message\":\"Checking health\"}]}",
    ])
    func `finds nothing in an empty wrapper`(text: String) {
        #expect(Harness.read(Array(text.utf8)).isEmpty)
    }

    @Test func `reports a line of other text once`() {
        let read = Harness.read(Array("<p>502 Bad Gateway</p>\n\(first.text) {\"a\":1} {\"a\":1}\n".utf8))
        #expect(read.map(\.defectLine) == [1, nil, 2, 2])
    }

    @Test func `splits a line of any length into values`() {
        let line = Array(String(repeating: first.text, count: 3_000).utf8)
        #expect(line.count > 1 << 20)
        var reader = EnvelopeReader()
        var tags: [String?] = []
        for start in stride(from: 0, to: line.count, by: 60_000) {
            tags += reader.read(Array(line[start..<min(start + 60_000, line.count)])).map(\.tag)
        }
        #expect(tags.count > 1_000)
        tags += reader.finish().map(\.tag)
        #expect(tags == Array(repeating: "v1", count: 3_000))
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

struct `Compressed events` {
    let first = Array(AWSEvent.image("PUSH", tag: "v1").text.utf8)
    let second = Array(AWSEvent.image("PUSH", tag: "v2").text.utf8)

    private func tags(_ bytes: [UInt8]) -> [String?] { Harness.read(bytes).map(\.tag) }

    @Test func `are read from one member or many, compressed once or twice`() {
        let members = Gzip.compressed(first) + Gzip.compressed(second)
        let lines = Gzip.compressed(first) + [0x0A] + Gzip.compressed(second) + [0x0A]
        for input in [Gzip.compressed(first + second), members, lines, Gzip.compressed(members)] {
            #expect(tags(input) == ["v1", "v2"])
        }
        #expect(tags(Gzip.compressed([0xEF, 0xBB, 0xBF] + first)) == ["v1"])
        #expect(Harness.read(Gzip.compressed([])).isEmpty)
    }

    @Test func `do not depend on how the bytes are chunked`() {
        let bytes = Gzip.compressed(Gzip.compressed(first) + Gzip.compressed(second))
        for size in [1, 2, 5, 40] {
            var reader = EnvelopeReader()
            var read: [Incoming] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                read += reader.read(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            #expect((read + reader.finish()).map(\.tag) == ["v1", "v2"])
        }
    }

    @Test func `are read up to where the data is damaged or ends`() {
        let whole = Gzip.compressed(first + [0x0A])
        let next = Gzip.compressed(second)
        let cut = Harness.read(whole + next.dropLast(9))
        #expect(cut.first?.tag == "v1" && cut.last == .defect(Defect(line: 2, reason: .gzip(.cutOff))))
        let damaged = Harness.read(whole + next.prefix(12) + Array(repeating: 0xFF, count: 40))
        #expect(damaged.first?.tag == "v1" && damaged.last == .defect(Defect(line: 2, reason: .gzip(.damaged))))
        #expect(Harness.read(whole + Array("rest".utf8)).map(\.defectLine) == [nil, 2])
    }

    @Test func `are refused where they are too large or compressed too often`() {
        let zeros = Gzip.compressed(Array(repeating: 0, count: 300_000))
        #expect(throws: GzipFailure.tooLong) { try Gunzip.content(of: zeros, atMost: 299_999) }
        #expect((try? Gunzip.content(of: zeros, atMost: 300_000))?.count == 300_000)
        let often = (0...InputDecoder.deepest).reduce(first) { bytes, _ in Gzip.compressed(bytes) }
        #expect(Harness.read(often) == [.defect(Defect(line: 1, reason: .foreign(.nestedGzip)))])
    }
}

struct `Input of another format` {
    static let inputs: [(bytes: [UInt8], name: String)] = [
        ([0xFF, 0xFE] + "{}".utf8.flatMap { [$0, 0] }, "UTF-16"),
        ([0xFE, 0xFF] + "{}".utf8.flatMap { [0, $0] }, "UTF-16"),
        ("{\"id\":1}".utf8.flatMap { [$0, 0] }, "UTF-16"), ([0xFF, 0xFE], "UTF-16"),
        (Array("PAR1\u{15}\u{4}".utf8), "Parquet"), (Array("ORC\u{1}".utf8), "ORC"),
        (Array("PK\u{3}\u{4}rest".utf8), "zip"), ([0x28, 0xB5, 0x2F, 0xFD, 0x24, 1, 2], "zstd"),
        (Array("BZh91AY&SY".utf8), "bzip2"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0], "xz"),
    ]

    @Test(arguments: inputs)
    func `is named once, with what to do`(bytes: [UInt8], name: String) throws {
        for input in [bytes, Gzip.compressed(bytes), bytes + Array(repeating: 0x7B, count: 200)] {
            let read = Harness.read(input)
            guard case .defect(let defect)? = read.first, read.count == 1 else {
                Issue.record("\(name): \(read)")
                continue
            }
            #expect(defect.reason.what.contains(name) && defect.reason.remedy?.isEmpty == false, "\(defect)")
        }
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
