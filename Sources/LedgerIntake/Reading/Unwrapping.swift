import LedgerDomain
import LedgerLog
import LedgerValues

/// Extracts events from the wrappers that carry them.
///
/// SNS puts an event's text in `Message` of a notification, SQS in `Body` of a message, Lambda in `body` or
/// `Sns.Message` of its `Records`. Wrappers can be nested and can hold arrays.
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
        guard let carried = object.carried else { return [.failure(.notAnEvent)] }
        switch carried {
        case .string(let text): return events(inText: text, depth: depth + 1)
        case let value: return events(in: value, depth: depth + 1)
        }
    }

    private static func events(inText text: String, depth: Int) -> [Result<Envelope, Defect.Reason>] {
        do {
            return events(in: try JSONReader.value(Array(text.utf8), numbers: .fractionsAsText), depth: depth)
        } catch {
            return [.failure(.json(error.description))]
        }
    }
}

extension JSONObject {
    var isEventOrWrapper: Bool { isEvent || carried != nil }

    fileprivate var isEvent: Bool { self["detail-type"] != nil && self["detail"] != nil }

    /// The content of a wrapper; nil if this is not one.
    fileprivate var carried: JSONValue? {
        if self["Type"]?.string == "Notification", let message = self["Message"] { return message }
        if let records = self["Records"], records.array != nil { return records }
        if let messages = self["Messages"], messages.array != nil { return messages }
        if let message = self["Sns"]?["Message"] { return message }
        for name in ["body", "Body"] {
            if let body = self[name], body.string != nil || body.object != nil { return body }
        }
        return nil
    }
}
