import LedgerDomain
import LedgerLog
import LedgerValues

/// One event as the projection reads it: its position, and the members of its data.
///
/// An absent member and a null one are the same, except to ``isNull(_:)``.
struct Fact: Sendable {
    /// The event itself, shared by the facts about the objects inside its data.
    final class Origin: Sendable {
        let position: Int
        let record: Record
        /// Nil for a type that this program does not know.
        let type: EventType?
        /// Nil for a subject that is not one of a stream that this program knows.
        let stream: StreamName?
        /// When it happened, as rows hold it.
        let time: Cell

        init(_ position: Int, _ record: Record, in stream: StreamName?) {
            (self.position, self.record, self.stream) = (position, record, stream)
            type = EventType(rawValue: record.type)
            time = .text(record.time.description)
        }
    }

    let origin: Origin
    let members: JSONObject

    var position: Int { origin.position }
    var record: Record { origin.record }
    var time: Cell { origin.time }

    /// The same event, with the members of the object `name`; nil without that object.
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

    /// A time in any form that RFC 3339 allows, as rows hold it.
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

// MARK: - Streams

extension Fact {
    func stack() throws(ProjectionError) -> String {
        guard case .stack(let stack)? = origin.stream else { throw wrongStream }
        return stack.rawValue
    }

    func stage() throws(ProjectionError) -> RowKey {
        guard case .stage(let id)? = origin.stream else { throw wrongStream }
        return RowKey(id.stack.rawValue, id.stage.rawValue)
    }

    func family() throws(ProjectionError) -> (Registry, name: String) {
        guard case .revision(let registry, let family)? = origin.stream else { throw wrongStream }
        return (registry, family)
    }

    func repository() throws(ProjectionError) -> (Registry, name: String) {
        guard case .repository(let registry, let name)? = origin.stream else { throw wrongStream }
        return (registry, name)
    }

    func pipeline() throws(ProjectionError) -> (Registry, name: String) {
        guard case .pipeline(let registry, let name)? = origin.stream else { throw wrongStream }
        return (registry, name)
    }

    func call() throws(ProjectionError) -> Registry {
        guard case .call(let registry, _)? = origin.stream else { throw wrongStream }
        return registry
    }

    private var wrongStream: ProjectionError {
        .unreadable("'\(record.type)' in the stream '\(record.subject)'")
    }
}
