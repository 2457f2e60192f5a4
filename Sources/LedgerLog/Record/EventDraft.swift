import LedgerDomain
package import LedgerValues

/// An event that is not yet in the log: a CloudEvents 1.0 event without `streamversion` and `recordedtime`.
package struct EventDraft: Equatable, Sendable {
    package var id: UniqueID
    /// The producer: `/stackledger`, or for instance `aws.ecs/123456789012/us-east-1`.
    package var source: String
    /// `noun.pastParticiple.vN`.
    package var type: String
    /// The name of the stream.
    package var subject: String
    package var time: Timestamp
    package var actor: String
    package var correlationID: UniqueID
    package var causationID: UniqueID
    /// The system's user, where ``actor`` is somebody else: whoever records an event may name anybody as its actor.
    package var recordedBy: String?
    /// Shows that the processor wrote it: see ``ActKeys``.
    package var actMac: String?
    /// Data that has passed the ``SealingGate``, so that no secret gets into a record.
    package var content: SealedData
    package var data: JSONObject { content.object }

    /// `correlationID` defaults to the event's own id, for an event that starts something.
    ///
    /// `causationID` does too, for an event that no other event caused.
    package init(
        id: UniqueID,
        source: String = "/stackledger",
        type: String,
        subject: String,
        time: Timestamp,
        actor: String,
        correlationID: UniqueID? = nil,
        causationID: UniqueID? = nil,
        data: SealedData
    ) {
        self.id = id
        self.source = source
        self.type = type
        self.subject = subject
        self.time = time
        self.actor = actor
        self.correlationID = correlationID ?? id
        self.causationID = causationID ?? id
        content = data
    }

    /// Whether the data is nested too deep to be read again.
    ///
    /// The record adds one level.
    package var isTooDeep: Bool { data.depth >= JSONReader.deepest }

    /// The canonical line, without its newline.
    ///
    /// Attributes are written in sorted order. CloudEvents names are lower case, so the order is fixed.
    package func encoded(streamVersion: Int, recordedTime: Timestamp) -> [UInt8] {
        encoded(streamVersion, recordedTime, actMac)
    }

    /// Whether a record is this event, apart from what the log has assigned and from who has recorded it.
    package func isSame(as record: [UInt8], streamVersion: Int, recordedTime: Timestamp) -> Bool {
        if encoded(streamVersion: streamVersion, recordedTime: recordedTime) == record { return true }
        guard let known = try? JSONReader.value(record) else { return false }
        var draft = self
        (draft.recordedBy, draft.actMac) = (known["recordedby"]?.string, known[ActKeys.attribute]?.string)
        return draft.encoded(streamVersion: streamVersion, recordedTime: recordedTime) == record
    }

    /// Without the attributes that the log adds, and without the mac itself.
    var encodedForMac: [UInt8] { encoded(nil, nil, nil) }

    private func encoded(_ streamVersion: Int?, _ recordedTime: Timestamp?, _ actMac: String?) -> [UInt8] {
        var line = AttributeWriter()
        if let actMac { line.write("actmac", .string(actMac)) }
        line.write("actor", .string(actor))
        line.write("causationid", causationID)
        line.write("correlationid", correlationID)
        line.write("data", .object(data))
        line.write("id", id)
        if let recordedBy { line.write("recordedby", .string(recordedBy)) }
        if let recordedTime { line.write("recordedtime", .string(recordedTime.description)) }
        line.write("source", .string(source))
        line.write("specversion", "1.0")
        if let streamVersion { line.write("streamversion", .integer(Int64(streamVersion))) }
        line.write("subject", .string(subject))
        line.write("time", .string(time.description))
        line.write("type", .string(type))
        return line.finish()
    }
}

/// Writes members in the given order.
///
/// Names must need no escapes.
private struct AttributeWriter {
    private var bytes: [UInt8] = []

    init() {
        bytes.reserveCapacity(1_024)
    }

    mutating func write(_ name: StaticString, _ value: JSONValue) {
        begin(name)
        CanonicalJSON.append(value, to: &bytes)
    }

    mutating func write(_ name: StaticString, _ id: UniqueID) {
        begin(name)
        bytes.append(UInt8(ascii: "\""))
        id.withDigits { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func begin(_ name: StaticString) {
        bytes.append(bytes.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    mutating func finish() -> [UInt8] {
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}
