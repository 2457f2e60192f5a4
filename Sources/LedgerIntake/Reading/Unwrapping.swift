import LedgerDomain
import LedgerLog
import LedgerValues

/// Extracts events from the wrappers that carry them.
///
/// SNS puts an event's text in `Message` of a notification, SQS in `Body` of a message, Lambda in `body` or
/// `Sns.Message` of its `Records`. CloudWatch Logs has it in `message` of `events` when it is asked, and of `logEvents`
/// when it delivers to a subscription; to Lambda and Kinesis it delivers that compressed. Wrappers can be nested and can
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
            do { results.append(.success(try Envelope(object))) } catch { add(error) }
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
        if object.isEvent { return found.add(object) }
        switch object.carried {
        case .values(let values)?:
            for value in values { take(carried: value, depth: depth + 1, &found) }
        case .encoded(let text)?:
            do { take(try decoded(text), depth: depth + 1, &found) } catch { found.add(error) }
        case nil: found.add(.notAnEvent)
        }
    }

    private static func take(carried value: JSONValue, depth: Int, _ found: inout Found) {
        guard case .string(let text) = value else { return take(value, depth: depth, &found) }
        do { take(try json(Array(text.utf8)), depth: depth, &found) } catch { found.add(error) }
    }

    private static func json(_ bytes: [UInt8]) throws(Defect.Reason) -> JSONValue {
        do { return try JSONReader.value(bytes, numbers: .fractionsAsText) } catch { throw .json(error.description) }
    }

    private static func decoded(_ text: String) throws(Defect.Reason) -> JSONValue {
        guard let bytes = [UInt8](base64: text) else { throw .invalid("data", wanted: "base64") }
        guard bytes.starts(with: Gunzip.magic) else { return try json(bytes) }
        let content: [UInt8]
        do { content = try Gunzip.content(of: bytes, atMost: ValueSplitter.largest) } catch { throw .gzip(error) }
        return try json(content)
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

    fileprivate var isEvent: Bool { self["detail-type"] != nil && self["detail"] != nil }

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
        return carriedByLogs
    }

    private var carriedByLogs: Carried? {
        // CloudWatch Logs only checks whether the destination can be reached.
        if self["messageType"]?.string == "CONTROL_MESSAGE" { return .values([]) }
        for name in ["events", "logEvents"] {
            if let entries = self[name]?.array { return .values(entries.map { $0["message"] ?? $0 }) }
        }
        if let rows = self["results"]?.array, self["status"] != nil || self["statistics"] != nil {
            return .values(rows.map { $0.insightsMessage ?? $0 })
        }
        let firehose = self["recordId"] == nil ? nil : self["data"]
        let data = self["awslogs"]?["data"] ?? self["kinesis"]?["data"] ?? firehose
        return data?.string.map { .encoded($0) }
    }
}

extension JSONValue {
    /// The message in a row of a query of CloudWatch Logs Insights.
    fileprivate var insightsMessage: JSONValue? {
        array?.first { $0["field"]?.string == "@message" }?["value"]
    }
}
