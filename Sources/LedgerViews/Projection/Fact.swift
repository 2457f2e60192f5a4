import LedgerDomain
import LedgerLog
import LedgerValues

/// One event as the projection reads it: its place, and members that are there or are not.
///
/// An absent member and a null one are the same, except to ``isNull(_:)``.
struct Fact: Sendable {
    /// What is the same wherever in the event's data one looks.
    final class Origin: Sendable {
        let position: Int
        let record: Record
        /// Nil for a type that the views do not know.
        let kind: EventKind?
        let subject: Subject
        /// When it happened, as rows hold it.
        let time: Cell

        init(_ position: Int, _ record: Record, _ kind: EventKind?, _ subject: Subject) {
            (self.position, self.record, self.kind, self.subject) = (position, record, kind, subject)
            time = .text(record.time.description)
        }
    }

    let origin: Origin
    let members: JSONObject

    var position: Int { origin.position }
    var record: Record { origin.record }
    var time: Cell { origin.time }

    /// The same event, read through the object that is its member `name`; nil without it.
    func inside(_ name: String) throws(ProjectionError) -> Fact? {
        guard let value = member(name) else { return nil }
        guard case .object(let object) = value else { throw wrongType(name) }
        return Fact(origin: origin, members: object)
    }

    var actor: Cell { .text(record.actor) }

    var correlation: Cell { Cell(record.correlationID?.description) }

    func isTrue(_ name: String) -> Bool {
        members[name]?.bool ?? false
    }

    func isObject(_ name: String) -> Bool {
        members[name]?.object != nil
    }

    func isNull(_ name: String) -> Bool {
        members[name]?.isNull ?? false
    }

    func text(_ name: String) throws(ProjectionError) -> String {
        guard let text = try optionalText(name).text else { throw .unreadable("no member '\(name)'") }
        return text
    }

    func optionalText(_ name: String) throws(ProjectionError) -> Cell {
        switch member(name) {
        case nil: .null
        case .string(let text): .text(text)
        default: throw wrongType(name)
        }
    }

    func integer(_ name: String) throws(ProjectionError) -> Int64 {
        guard let number = try optionalInteger(name).integer else { throw .unreadable("no member '\(name)'") }
        return number
    }

    func optionalInteger(_ name: String) throws(ProjectionError) -> Cell {
        switch member(name) {
        case nil: .null
        case .integer(let number): .integer(number)
        default: throw wrongType(name)
        }
    }

    /// An instant in whatever form RFC 3339 allows, as rows hold it.
    func optionalTime(_ name: String) throws(ProjectionError) -> Cell {
        guard let text = try optionalText(name).text else { return .null }
        guard let time = Timestamp(rfc3339: text) else { throw .unreadable("member '\(name)' is not a time") }
        return .text(time.description)
    }

    /// Any value, as JSON text.
    func json(_ name: String) -> Cell {
        member(name).map { .text(CanonicalJSON.text($0)) } ?? .null
    }

    func array(_ name: String) throws(ProjectionError) -> [JSONValue] {
        switch member(name) {
        case nil: []
        case .array(let elements): elements
        default: throw wrongType(name)
        }
    }

    func texts(_ name: String) throws(ProjectionError) -> [String] {
        var texts: [String] = []
        for element in try array(name) {
            guard case .string(let text) = element else { throw wrongType(name) }
            texts.append(text)
        }
        return texts
    }

    private func member(_ name: String) -> JSONValue? {
        guard let value = members[name], !value.isNull else { return nil }
        return value
    }

    private func wrongType(_ name: String) -> ProjectionError {
        .unreadable("member '\(name)' is of another type")
    }
}
