import LedgerDomain
package import LedgerValues

/// The attributes of a record that the log also stores as columns.
package struct ScannedRecord {
    package fileprivate(set) var id = UniqueID(high: 0, low: 0)
    package fileprivate(set) var recordedTime = Timestamp(microseconds: 0)
    package fileprivate(set) var streamVersion = 0
    /// The byte range between the quotes; the text has no escapes.
    package fileprivate(set) var subject = 0..<0
    package fileprivate(set) var type = 0..<0
}

/// Finds ``ScannedRecord`` in a line without parsing the rest into values.
///
/// Handles only the plainest records: ASCII without escapes, and no attributes beyond ours. Most records are plain, and
/// scanning them is several times faster than ``Record``. It returns nil for all others, which ``Record`` then judges.
/// It must never accept a line that ``Record/init(canonical:)`` rejects.
package struct RecordScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0

    /// Nil if the line is not a plain record.
    package static func scan(_ line: UnsafeBufferPointer<UInt8>) -> ScannedRecord? {
        guard line.count <= Record.largest else { return nil }
        var scanner = RecordScanner(line)
        return scanner.record()
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    private mutating func record() -> ScannedRecord? {
        var scanned = ScannedRecord()
        guard skip("{\"actor\":"), nonEmptyText(), skipUniqueID(",\"causationid\":"),
            skipUniqueID(",\"correlationid\":"), skip(",\"data\":"), isObject(), skip(",\"id\":"),
            let id = uniqueID(), skip(",\"recordedtime\":"), let recordedTime = timestamp(), skip(",\"source\":"),
            nonEmptyText(), skip(",\"specversion\":\"1.0\",\"streamversion\":"), let version = version(),
            skip(",\"subject\":"), let subject = plainText(), skip(",\"time\":"), timestamp() != nil,
            skip(",\"type\":"), let type = plainText(), skip("}"), index == bytes.count
        else { return nil }
        (scanned.id, scanned.recordedTime, scanned.streamVersion) = (id, recordedTime, version)
        (scanned.subject, scanned.type) = (subject, type)
        return scanned
    }
}

// MARK: - Attributes

extension RecordScanner {
    private mutating func skip(_ text: StaticString) -> Bool {
        let end = index + text.utf8CodeUnitCount
        guard end <= bytes.count else { return false }
        for offset in 0..<text.utf8CodeUnitCount where bytes[index + offset] != text.utf8Start[offset] { return false }
        index = end
        return true
    }

    /// The byte range between the quotes; nil for an empty text.
    private mutating func plainText() -> Range<Int>? {
        guard next() == UInt8(ascii: "\"") else { return nil }
        let start = index
        let (end, isASCII) = PlainText.end(in: bytes, from: start)
        guard isASCII, end > start, end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { return nil }
        index = end + 1
        return start..<end
    }

    private mutating func nonEmptyText() -> Bool { plainText() != nil }

    private mutating func uniqueID() -> UniqueID? {
        guard let text = plainText() else { return nil }
        return UniqueID(text: bytes.extracting(text).span)
    }

    /// Skips an optional attribute.
    private mutating func skipUniqueID(_ name: StaticString) -> Bool {
        !skip(name) || uniqueID() != nil
    }

    private mutating func timestamp() -> Timestamp? {
        guard let text = plainText() else { return nil }
        return Timestamp(canonical: bytes.extracting(text).span)
    }

    private mutating func version() -> Int? {
        let start = index
        guard passesNumber(), bytes[start] != UInt8(ascii: "-"), bytes[start] != UInt8(ascii: "0") else { return nil }
        var version = 0
        for position in start..<index { version = version * 10 + Int(bytes[position] - UInt8(ascii: "0")) }
        return version
    }

    private mutating func isObject() -> Bool {
        peek() == UInt8(ascii: "{") && passesValue(depth: 2)
    }
}

// MARK: - Values

extension RecordScanner {
    private func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func next() -> UInt8? {
        guard index < bytes.count else { return nil }
        index += 1
        return bytes[index - 1]
    }

    private mutating func passesValue(depth: Int) -> Bool {
        switch peek() {
        case UInt8(ascii: "\""): passesText()
        case UInt8(ascii: "{"): depth <= JSONReader.deepest && passesObject(depth: depth)
        case UInt8(ascii: "["): depth <= JSONReader.deepest && passesArray(depth: depth)
        case UInt8(ascii: "t"): skip("true")
        case UInt8(ascii: "f"): skip("false")
        case UInt8(ascii: "n"): skip("null")
        default: passesNumber()
        }
    }

    /// Skips a text without escapes; it may be empty.
    private mutating func passesText() -> Bool {
        let (end, isASCII) = PlainText.end(in: bytes, from: index + 1)
        guard isASCII, end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { return false }
        index = end + 1
        return true
    }

    /// Names must be in ascending order.
    ///
    /// RFC 8785 sorts by UTF-16 code units; for ASCII that is byte order.
    private mutating func passesObject(depth: Int) -> Bool {
        index += 1
        if peek() == UInt8(ascii: "}") { return skip("}") }
        var last: Range<Int>?
        while true {
            let start = index + 1
            guard peek() == UInt8(ascii: "\""), passesText() else { return false }
            let name = start..<index - 1
            if let last, !precedes(last, name) { return false }
            last = name
            guard skip(":"), passesValue(depth: depth + 1) else { return false }
            switch next() {
            case UInt8(ascii: ","): continue
            case let byte: return byte == UInt8(ascii: "}")
            }
        }
    }

    private func precedes(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        let shared = min(left.count, right.count)
        for offset in 0..<shared {
            let (a, b) = (bytes[left.lowerBound + offset], bytes[right.lowerBound + offset])
            if a != b { return a < b }
        }
        return left.count < right.count
    }

    private mutating func passesArray(depth: Int) -> Bool {
        index += 1
        if peek() == UInt8(ascii: "]") { return skip("]") }
        while true {
            guard passesValue(depth: depth + 1) else { return false }
            switch next() {
            case UInt8(ascii: ","): continue
            case let byte: return byte == UInt8(ascii: "]")
            }
        }
    }

    /// Skips an integer of at most fifteen digits, which is always within ±(2^53−1).
    private mutating func passesNumber() -> Bool {
        let isNegative = peek() == UInt8(ascii: "-")
        if isNegative { index += 1 }
        let start = index
        while let byte = peek(), byte &- UInt8(ascii: "0") < 10 { index += 1 }
        let count = index - start
        guard (1...15).contains(count) else { return false }
        return bytes[start] != UInt8(ascii: "0") || (count == 1 && !isNegative)
    }
}
