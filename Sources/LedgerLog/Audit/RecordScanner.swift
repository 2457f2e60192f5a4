import LedgerDomain
package import LedgerValues

/// What a log's columns repeat of a record, as it stands in its line.
package struct RecordMarks {
    package fileprivate(set) var id = UniqueID(high: 0, low: 0)
    package fileprivate(set) var recordedTime = Timestamp(microseconds: 0)
    package fileprivate(set) var streamVersion = 0
    /// Between their quotes, without escapes.
    package fileprivate(set) var subject = 0..<0
    package fileprivate(set) var type = 0..<0
}

/// Finds the marks of a record in its line without making a value of anything else.
///
/// It knows only the plainest form of a record: ASCII without escapes in names and attributes, no attributes but our own.
/// Nearly all are so, and are passed several times as fast as by ``Record``. Of others it says nothing: ``Record`` is who
/// decides what a record is, and what is wrong with one. Never may it pass what ``Record/init(canonical:)`` refuses.
package struct RecordScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0

    /// Nil when the line is not of the plainest form.
    package static func marks(in line: UnsafeBufferPointer<UInt8>) -> RecordMarks? {
        guard line.count <= Record.largest else { return nil }
        var scanner = RecordScanner(line)
        return scanner.record()
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    private mutating func record() -> RecordMarks? {
        var marks = RecordMarks()
        guard skip("{\"actor\":"), nonEmptyText(), skipUniqueID(",\"causationid\":"),
            skipUniqueID(",\"correlationid\":"), skip(",\"data\":"), isObject(), skip(",\"id\":"),
            let id = uniqueID(), skip(",\"recordedtime\":"), let recordedTime = timestamp(), skip(",\"source\":"),
            nonEmptyText(), skip(",\"specversion\":\"1.0\",\"streamversion\":"), let version = version(),
            skip(",\"subject\":"), let subject = plainText(), skip(",\"time\":"), timestamp() != nil,
            skip(",\"type\":"), let type = plainText(), skip("}"), index == bytes.count
        else { return nil }
        (marks.id, marks.recordedTime, marks.streamVersion) = (id, recordedTime, version)
        (marks.subject, marks.type) = (subject, type)
        return marks
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

    /// The range between the quotes of a text that is not empty.
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

    /// Passes an attribute that a record may leave out.
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

    /// A text without escapes, also an empty one.
    private mutating func passesText() -> Bool {
        let (end, isASCII) = PlainText.end(in: bytes, from: index + 1)
        guard isASCII, end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { return false }
        index = end + 1
        return true
    }

    /// Names must ascend, which RFC 8785 orders by UTF-16 code units: of ASCII that is the order of bytes.
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

    /// Integers of at most fifteen digits, which are surely within ±(2^53−1).
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
