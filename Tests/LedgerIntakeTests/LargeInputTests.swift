import LedgerDomain
import LedgerLog
import LedgerValues
import Testing

@testable import LedgerIntake

struct `A large input` {
    private static let count = 5_000
    private static let texts = (0..<count).map { AWSEvent.image("PUSH", tag: "v\($0)").text }
    private static let tags = (0..<count).map { Optional("v\($0)") }

    private static func quoted(_ text: String) -> String { JSONValue.string(text).text }

    /// A wrapper with its list first, and others with it behind other members.
    ///
    /// `padding` is in each element.
    private static func wrappers(_ padding: String) -> [String] {
        let rows = texts.map {
            #"[{"field":"@pad","value":"\#(padding)"},{"field":"@message","value":\#(quoted($0))}]"#
        }
        let messages = texts.map { #"{"a":[1,2],"pad":"\#(padding)","message":\#(quoted($0))}"# }
        let bodies = texts.map { #"{ "body" : \#(quoted($0)), "pad":"\#(padding)" }"# }
        return [
            #"{"events":[\#(messages.joined(separator: ","))],"searchedLogStreams":[]}"#,
            #"{"messageType":"DATA_MESSAGE","logEvents":[\#(messages.joined(separator: ", "))]}"#,
            #"{"results":[\#(rows.joined(separator: ","))],"statistics":{},"status":"Complete"}"#,
            "{\n  \"other\": [\"Records\"],\n  \"Records\": [\n    \(bodies.joined(separator: ",\n    "))\n  ]\n}\n",
            "[{\"Messages\":[\(bodies.joined(separator: ","))]}]",
        ]
    }

    /// As a file is read.
    private static func read(_ text: String) -> [Incoming] {
        let bytes = Array(text.utf8)
        var reader = EnvelopeReader()
        var all: [Incoming] = []
        for start in stride(from: 0, to: bytes.count, by: 1 << 14) {
            all += reader.read(Array(bytes[start..<min(start + 1 << 14, bytes.count)]))
        }
        return all + reader.finish()
    }

    @Test func `is read part by part where it is a wrapper, however large that is`() {
        let last = AWSEvent.image("PUSH", tag: "last").text
        for wrapper in Self.wrappers(String(repeating: "x", count: 3_500)) {
            #expect(wrapper.utf8.count > ValueSplitter.largestWrapper)
            #expect(Self.read("\(wrapper)\n\(last)").map(\.tag) == Self.tags + ["last"], "\(wrapper.prefix(40))")
        }
    }

    @Test func `is read where a wrapper has it as a text, in base64 or compressed`() {
        let wrapper = Self.wrappers("")[1]
        let base64 = JSONValue.string(Array(wrapper.utf8).base64).text
        let compressed = JSONValue.string(Gzip.compressed(Array(wrapper.utf8)).base64).text
        for text in [
            #"{"Type":"Notification","Message":\#(Self.quoted(wrapper))}"#, #"{"awslogs":{"data":\#(base64)}}"#,
            #"{"awslogs":{"data":\#(compressed)}}"#,
        ] {
            #expect(Self.read(text).map(\.tag) == Self.tags)
        }
    }

    private static let tooLarge: [String] = {
        let brackets = Array(repeating: "[]", count: 1 << 19).joined(separator: ",")
        let text = String(repeating: "x", count: 17 << 20)
        let event = AWSEvent.image("PUSH", tag: "v1").setting("id", to: .string(String(text.prefix(2 << 20)))).text
        return [
            "{\"a\":[\(brackets)]}", "{\"Records\":[{\"body\":[\(brackets)]}]}", "{\"Type\":\"\(text)\"}", event,
            "{\"Records\":[{\"body\":\(quoted(event))}]}",
        ]
    }()

    @Test(arguments: tooLarge.indices)
    func `is a defect where it is one value, and what follows is read`(index: Int) {
        let next = AWSEvent.image("PUSH", tag: "next").text
        let read = Self.read("\(Self.tooLarge[index])\n\(next)\n")
        #expect(read.dropLast() == [.defect(Defect(line: 1, reason: .tooLong))])
        #expect(read.last?.tag == "next")
    }
}
