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

    static func events(in value: JSONValue, depth: Int = 0) -> [Result<Envelope, Defect.Reason>] {
        guard depth <= deepest else { return [.failure(.wrappedTooDeep)] }
        switch value {
        case .array(let elements): return elements.flatMap { events(in: $0, depth: depth + 1) }
        case .object(let object): return events(in: object, depth: depth)
        case .null, .bool, .integer, .string: return [.failure(.notAnEvent)]
        }
    }

    private static func events(in object: JSONObject, depth: Int) -> [Result<Envelope, Defect.Reason>] {
        if object.isEvent {
            return [Result { () throws(Defect.Reason) in try Envelope(object) }]
        }
        guard let content = object.carried else { return [.failure(.notAnEvent)] }
        switch content {
        case .values(let values): return values.flatMap { events(carried: $0, depth: depth + 1) }
        case .encoded(let text):
            do { return events(in: try decoded(text), depth: depth + 1) } catch { return [.failure(error)] }
        }
    }

    private static func events(carried value: JSONValue, depth: Int) -> [Result<Envelope, Defect.Reason>] {
        guard case .string(let text) = value else { return events(in: value, depth: depth) }
        do {
            return events(in: try json(Array(text.utf8)), depth: depth)
        } catch {
            return [.failure(error)]
        }
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
