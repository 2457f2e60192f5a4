import LedgerDomain
package import LedgerValues

/// One event of the log, parsed from its line.
///
/// ``bytes`` are authoritative; everything else is parsed from them. Unknown attributes and unknown members of ``data``
/// are kept in the bytes.
package struct Record: Equatable, Sendable {
    /// The maximum length of a line in bytes, without its newline.
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
    /// The system's user, where ``actor`` is somebody else.
    package let recordedBy: String?
    package let correlationID: UniqueID?
    package let causationID: UniqueID?
    package let data: JSONObject

    /// Reads a line of an existing log.
    ///
    /// Requires all attributes to be there but is lenient about their values: rules on names change, records do not.
    package init(_ bytes: [UInt8]) throws(RecordError) {
        try self.init(bytes, Self.members(bytes, mustBeCanonical: false))
    }

    /// Reads a line that will be appended: like ``init(_:)``, and the bytes must be canonical.
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

    /// Reads the attributes in the order of the canonical line.
    private init(_ bytes: [UInt8], _ members: JSONObject) throws(RecordError) {
        var attributes = Attributes(members)
        self.bytes = bytes
        actor = try attributes.text("actor")
        causationID = try attributes.optionalUniqueID("causationid")
        correlationID = try attributes.optionalUniqueID("correlationid")
        data = try attributes.object("data")
        id = try attributes.uniqueID("id")
        recordedBy = try attributes.optionalText("recordedby")
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
        case .missing(let attribute): "attribute '\(attribute)' is missing"
        case .invalid(let attribute): "attribute '\(attribute)' is invalid"
        case .tooLarge(let bytes): "the record has \(bytes) bytes; the maximum is \(Record.largest)"
        }
    }
}

/// The attributes of a record's line.
///
/// Reading them in line order takes linear time.
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

    /// Only where the line has it in its place.
    mutating func optionalText(_ name: String) throws(RecordError) -> String? {
        guard next < members.members.count, members.members[next].key == name else { return nil }
        return try text(name)
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
