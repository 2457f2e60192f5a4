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

    /// Reads a line of an export: like ``init(canonical:)``, and its type and ids must have the form of those that are
    /// written here.
    package init(exported bytes: [UInt8]) throws(RecordError) {
        try self.init(bytes, Self.members(bytes, mustBeCanonical: true), isStrict: true)
        guard Self.isType(type) else { throw .invalid("type") }
    }

    /// Whether a text is `noun.pastParticiple.vN`.
    private static func isType(_ text: String) -> Bool {
        let words = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard words.count == 3, words[2].first == UInt8(ascii: "v") else { return false }
        let number = words[2].dropFirst()
        return words[..<2].allSatisfy(isWord) && number.first != UInt8(ascii: "0") && !number.isEmpty
            && number.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// Whether a text is a letter in lower case, and then letters and digits.
    private static func isWord(_ text: Substring.UTF8View) -> Bool {
        let lower = UInt8(ascii: "a")...UInt8(ascii: "z")
        return text.first.map(lower.contains) == true
            && text.allSatisfy { lower.contains($0 | 0x20) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
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
    private init(_ bytes: [UInt8], _ members: JSONObject, isStrict: Bool = false) throws(RecordError) {
        var attributes = Attributes(members, isStrict: isStrict)
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
    /// Whether ids must be in lower case, as they are written.
    private let isStrict: Bool
    private var next = 0

    init(_ members: JSONObject, isStrict: Bool) {
        (self.members, self.isStrict) = (members, isStrict)
    }

    private func id(_ text: String) -> UniqueID? {
        let isWritten = !isStrict || !text.utf8.contains { (UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) }
        return isWritten ? UniqueID(text) : nil
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
        guard let id = id(try text(name)) else { throw .invalid(name) }
        return id
    }

    mutating func optionalUniqueID(_ name: String) throws(RecordError) -> UniqueID? {
        guard let value = value(name) else { return nil }
        guard case .string(let text) = value, let id = id(text) else { throw .invalid(name) }
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
