import LedgerDomain
import LedgerLog
import LedgerValues

/// Extracts events from the wrappers that carry them.
///
/// SNS puts an event's text in `Message` of a notification, SQS in `Body` of a message, Lambda in `body` or
/// `Sns.Message` of its `Records`. CloudWatch Logs has it in `message` of `events` when it is asked, and of `logEvents`
/// when it delivers to a subscription; to Lambda and Kinesis it delivers that compressed. CloudTrail has records in
/// `Records` of its files, and in `CloudTrailEvent` of `Events` when it is asked. Wrappers can be nested and can
/// hold arrays.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
enum Unwrapping {
    /// The maximum nesting of wrappers.
    static let deepest = 8

    static func events(in value: JSONValue) -> [Result<Envelope, Defect.Reason>] {
        var found = Found()
        take(value, depth: 0, &found)
        return found.leftOut == 0 ? found.results : found.results + [.failure(.more(found.leftOut))]
    }

    /// What a value holds.
    ///
    /// A small value can have millions of elements that are not events: not each of them is reported.
    private struct Found {
        private(set) var results: [Result<Envelope, Defect.Reason>] = []
        private(set) var leftOut = 0
        private var failures = 0

        mutating func add(_ reason: Defect.Reason) {
            failures += 1
            if failures <= Defect.mostReported { results.append(.failure(reason)) } else { leftOut += 1 }
        }

        mutating func add(_ object: JSONObject) {
            do { results.append(.success(try Envelope(anyOf: object))) } catch { add(error) }
        }
    }

    private static func take(_ value: JSONValue, depth: Int, _ found: inout Found) {
        guard depth <= deepest else { return found.add(.wrappedTooDeep) }
        switch value {
        case .array(let elements):
            for element in elements { take(element, depth: depth + 1, &found) }
        case .object(let object): take(object, depth: depth, &found)
        case .null, .bool, .integer, .string: found.add(.notAnEvent)
        }
    }

    private static func take(_ object: JSONObject, depth: Int, _ found: inout Found) {
        if object.isEvent { return object.textSize > ValueSplitter.largest ? found.add(.tooLong) : found.add(object) }
        switch object.carried {
        case .values(let values)?:
            for value in values { take(carried: value, depth: depth + 1, &found) }
        case .encoded(let text)?:
            do { take(text: try decoded(text), depth: depth + 1, &found) } catch { found.add(error) }
        case nil: found.add(.notAnEvent)
        }
    }

    private static func take(carried value: JSONValue, depth: Int, _ found: inout Found) {
        guard case .string(let text) = value else { return take(value, depth: depth, &found) }
        take(text: Array(text.utf8), depth: depth, &found)
    }

    /// A large text can hold a wrapper with many events, which is taken part by part.
    private static func take(text: [UInt8], depth: Int, _ found: inout Found) {
        guard text.count > ValueSplitter.largest else { return take(piece: .init(line: 1, bytes: text), depth, &found) }
        var splitter = ValueSplitter()
        for start in stride(from: 0, to: text.count, by: part) {
            let end = min(start + part, text.count)
            for piece in splitter.split(Array(text[start..<end])) { take(piece: piece, depth, &found) }
        }
        for piece in splitter.finish() { take(piece: piece, depth, &found) }
    }

    private static let part = 1 << 16

    private static func take(piece: ValueSplitter.Piece, _ depth: Int, _ found: inout Found) {
        if piece.isTooLong { return found.add(.tooLong) }
        do { take(try json(piece.bytes), depth: depth, &found) } catch { found.add(error) }
    }

    private static func json(_ bytes: [UInt8]) throws(Defect.Reason) -> JSONValue {
        do { return try JSONReader.value(bytes, numbers: .fractionsAsText) } catch { throw .json(error.description) }
    }

    private static func decoded(_ text: String) throws(Defect.Reason) -> [UInt8] {
        guard let bytes = [UInt8](base64: text) else { throw .invalid("data", wanted: "base64") }
        guard bytes.starts(with: Gunzip.magic) else { return bytes }
        do { return try Gunzip.content(of: bytes, atMost: ValueSplitter.largestWrapper) } catch { throw .gzip(error) }
    }
}

/// The content of a wrapper.
private enum Carried {
    /// Events or wrappers; a string is the text of one.
    case values([JSONValue])
    /// Base64 of JSON that may be compressed with gzip.
    case encoded(String)
}

extension JSONObject {
    var isEventOrWrapper: Bool { isEvent || carried != nil }

    fileprivate var isEvent: Bool {
        self["detail-type"] != nil && self["detail"] != nil || CloudTrailRecord.isOne(self)
    }

    /// The content of a wrapper; nil if this is not one.
    fileprivate var carried: Carried? {
        if self["Type"]?.string == "Notification", let message = self["Message"] { return .values([message]) }
        for name in ["Records", "records", "Messages"] {
            if let elements = self[name]?.array { return .values(elements) }
        }
        if let message = self["Sns"]?["Message"] { return .values([message]) }
        for name in ["body", "Body"] {
            if let body = self[name], body.string != nil || body.object != nil { return .values([body]) }
        }
        if CloudTrailRecord.isDigest(self) { return .values([]) }
        return carriedByCloudTrail ?? carriedByLogs
    }

    /// What `aws cloudtrail lookup-events` prints.
    private var carriedByCloudTrail: Carried? {
        if let events = self["Events"]?.array { return .values(events) }
        return self["CloudTrailEvent"]?.string.map { .values([.string($0)]) }
    }

    private var carriedByLogs: Carried? {
        // CloudWatch Logs only checks whether the destination can be reached.
        if self["messageType"]?.string == "CONTROL_MESSAGE" { return .values([]) }
        for name in ["events", "logEvents"] {
            if let entries = self[name]?.array { return .values(entries.map { $0["message"] ?? $0 }) }
        }
        if let rows = self["results"]?.array, self["status"] != nil || rows.first?.array != nil {
            return .values(rows.map { $0.insightsMessage ?? $0 })
        }
        let firehose = self["recordId"] == nil ? nil : self["data"]
        let data = self["awslogs"]?["data"] ?? self["kinesis"]?["data"] ?? firehose
        return data?.string.map { .encoded($0) }
    }
}

extension JSONObject {
    /// The size of all texts in here, with the names.
    fileprivate var textSize: Int { members.reduce(0) { $0 + $1.key.utf8.count + $1.value.textSize } }
}

extension JSONValue {
    fileprivate var textSize: Int {
        switch self {
        case .string(let text): text.utf8.count
        case .object(let object): object.textSize
        case .array(let elements): elements.reduce(0) { $0 + $1.textSize }
        case .null, .bool, .integer: 0
        }
    }

    /// The message in a row of a query of CloudWatch Logs Insights.
    fileprivate var insightsMessage: JSONValue? {
        array?.first { $0["field"]?.string == "@message" }?["value"]
    }
}
