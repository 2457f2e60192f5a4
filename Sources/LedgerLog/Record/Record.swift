import LedgerDomain
package import LedgerValues

/// One event of the log, read from its line.
///
/// ``bytes`` are the truth; everything else was read from them. Unknown attributes and unknown members of ``data`` stay
/// in the bytes.
package struct Record: Equatable, Sendable {
    /// The longest line that is accepted, without its newline.
    package static let largest = 262_144

    /// The canonical line, without its newline.
    package let bytes: [UInt8]
    package let id: UniqueID
    package let source: String
    package let type: String
    package let subject: String
    package let time: Timestamp
    package let recordedTime: Timestamp
    package let streamVersion: Int
    package let actor: String
    package let correlationID: UniqueID?
    package let causationID: UniqueID?
    package let data: JSONObject

    /// Reads a line of a log as it stands.
    ///
    /// Lenient in what a value may be, strict in what must be there: rules on names change, records may not.
    package init(_ bytes: [UInt8]) throws(RecordError) {
        try self.init(bytes, Self.members(bytes, mustBeCanonical: false))
    }

    /// Reads a line that is about to enter a log: as ``init(_:)``, and its bytes must be the canonical form.
    package init(canonical bytes: [UInt8]) throws(RecordError) {
        try self.init(bytes, Self.members(bytes, mustBeCanonical: true))
    }

    private static func members(_ bytes: [UInt8], mustBeCanonical: Bool) throws(RecordError) -> JSONObject {
        guard bytes.count <= Self.largest else { throw .tooLarge(bytes.count) }
        let value: JSONValue
        do {
            value = try mustBeCanonical ? JSONReader.canonicalValue(bytes) : JSONReader.value(bytes)
        } catch { throw .json(error) }
        guard case .object(let members) = value else { throw .notAnObject }
        return members
    }

    /// Asks for the attributes in the order in which they stand.
    private init(_ bytes: [UInt8], _ members: JSONObject) throws(RecordError) {
        var attributes = Attributes(members)
        self.bytes = bytes
        actor = try attributes.text("actor")
        causationID = try attributes.optionalUniqueID("causationid")
        correlationID = try attributes.optionalUniqueID("correlationid")
        data = try attributes.object("data")
        id = try attributes.uniqueID("id")
        recordedTime = try attributes.timestamp("recordedtime")
        source = try attributes.text("source")
        guard try attributes.text("specversion") == "1.0" else { throw .invalid("specversion") }
        streamVersion = try attributes.version("streamversion")
        subject = try attributes.text("subject")
        time = try attributes.timestamp("time")
        type = try attributes.text("type")
    }
}

/// Why a line is not a record.
package enum RecordError: Error, Hashable, Sendable {
    case json(JSONError)
    case notAnObject
    case missing(String)
    case invalid(String)
    case tooLarge(Int)
}

extension RecordError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .json(let error): error.description
        case .notAnObject: "not a JSON object"
        case .missing(let attribute): "no attribute '\(attribute)'"
        case .invalid(let attribute): "attribute '\(attribute)' is not what it must be"
        case .tooLarge(let bytes): "a record of \(bytes) bytes; at most \(Record.largest) are allowed"
        }
    }
}

/// The members of a record's line, asked for one after another.
///
/// Who asks in their order finds each at once.
private struct Attributes {
    private let members: JSONObject
    private var next = 0

    init(_ members: JSONObject) {
        self.members = members
    }

    private mutating func value(_ name: String) -> JSONValue? {
        let all = members.members
        if next < all.count, all[next].key == name {
            next += 1
            return all[next - 1].value
        }
        guard let found = all.firstIndex(where: { $0.key == name }) else { return nil }
        next = found + 1
        return all[found].value
    }

    private mutating func required(_ name: String) throws(RecordError) -> JSONValue {
        guard let value = value(name) else { throw .missing(name) }
        return value
    }

    mutating func text(_ name: String) throws(RecordError) -> String {
        guard case .string(let text) = try required(name), !text.isEmpty else { throw .invalid(name) }
        return text
    }

    mutating func uniqueID(_ name: String) throws(RecordError) -> UniqueID {
        guard let id = UniqueID(try text(name)) else { throw .invalid(name) }
        return id
    }

    mutating func optionalUniqueID(_ name: String) throws(RecordError) -> UniqueID? {
        guard let value = value(name) else { return nil }
        guard case .string(let text) = value, let id = UniqueID(text) else { throw .invalid(name) }
        return id
    }

    mutating func timestamp(_ name: String) throws(RecordError) -> Timestamp {
        guard let time = Timestamp(canonical: try text(name)) else { throw .invalid(name) }
        return time
    }

    mutating func version(_ name: String) throws(RecordError) -> Int {
        guard case .integer(let number) = try required(name), number >= 1 else { throw .invalid(name) }
        return Int(number)
    }

    mutating func object(_ name: String) throws(RecordError) -> JSONObject {
        guard case .object(let object) = try required(name) else { throw .invalid(name) }
        return object
    }
}
