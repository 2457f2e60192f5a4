package import LedgerDomain

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
        guard bytes.count <= Self.largest else { throw .tooLarge(bytes.count) }
        let attributes = try Attributes(bytes)
        guard try attributes.text("specversion") == "1.0" else { throw .invalid("specversion") }
        self.bytes = bytes
        id = try attributes.uniqueID("id")
        source = try attributes.text("source")
        type = try attributes.text("type")
        subject = try attributes.text("subject")
        time = try attributes.timestamp("time")
        recordedTime = try attributes.timestamp("recordedtime")
        streamVersion = try attributes.version("streamversion")
        actor = try attributes.text("actor")
        correlationID = try attributes.optionalUniqueID("correlationid")
        causationID = try attributes.optionalUniqueID("causationid")
        data = try attributes.object("data")
    }

    /// Reads a line that is about to enter a log: as ``init(_:)``, and its bytes must be the canonical form.
    package init(canonical bytes: [UInt8]) throws(RecordError) {
        try self.init(bytes)
        guard let value = try? JSONReader.value(bytes), CanonicalJSON.bytes(value) == bytes else {
            throw .json(JSONError(.notCanonical, at: 0))
        }
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

/// The members of a record's line.
private struct Attributes {
    private let members: JSONObject

    init(_ bytes: [UInt8]) throws(RecordError) {
        let value: JSONValue
        do { value = try JSONReader.value(bytes) } catch { throw .json(error) }
        guard case .object(let members) = value else { throw .notAnObject }
        self.members = members
    }

    func text(_ name: String) throws(RecordError) -> String {
        guard let value = members[name] else { throw .missing(name) }
        guard case .string(let text) = value, !text.isEmpty else { throw .invalid(name) }
        return text
    }

    func uniqueID(_ name: String) throws(RecordError) -> UniqueID {
        guard let id = UniqueID(try text(name)) else { throw .invalid(name) }
        return id
    }

    func optionalUniqueID(_ name: String) throws(RecordError) -> UniqueID? {
        members[name] == nil ? nil : try uniqueID(name)
    }

    func timestamp(_ name: String) throws(RecordError) -> Timestamp {
        guard let time = Timestamp(canonical: try text(name)) else { throw .invalid(name) }
        return time
    }

    func version(_ name: String) throws(RecordError) -> Int {
        guard let value = members[name] else { throw .missing(name) }
        guard case .integer(let number) = value, number >= 1 else { throw .invalid(name) }
        return Int(number)
    }

    func object(_ name: String) throws(RecordError) -> JSONObject {
        guard let value = members[name] else { throw .missing(name) }
        guard case .object(let object) = value else { throw .invalid(name) }
        return object
    }
}
