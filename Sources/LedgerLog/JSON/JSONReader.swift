package import LedgerDomain

/// Reads one JSON value (RFC 8259) strictly.
///
/// Refused beyond what the RFC's grammar refuses: duplicate names, lone surrogates, nesting deeper than
/// ``deepest``, and, unless ``Numbers/fractionsAsText`` is asked for, numbers that a record cannot hold.
package struct JSONReader {
    package enum Numbers: Sendable {
        /// Integers within ±(2^53−1); anything else is refused. The rule of records.
        case integersOnly
        /// A number that is not such an integer becomes a string of its digits as they stand. For facts from outside.
        case fractionsAsText
    }

    /// How deep arrays and objects may nest.
    package static let deepest = 64

    private let bytes: [UInt8]
    private let numbers: Numbers
    private var index: Int
    private var depth = 0
    /// Whether all that was read stands as ``CanonicalJSON`` writes it: numbers do in any case.
    private var isCanonical = true

    private init(_ bytes: [UInt8], numbers: Numbers) {
        (self.bytes, self.numbers, index) = (bytes, numbers, 0)
    }

    /// Reads a whole text: white space may stand round the value, nothing else.
    package static func value(_ bytes: [UInt8], numbers: Numbers = .integersOnly) throws(JSONError) -> JSONValue {
        var reader = JSONReader(bytes, numbers: numbers)
        return try reader.whole()
    }

    /// Reads a whole text that must be what ``CanonicalJSON`` writes of its value.
    ///
    /// Looked at while reading, which costs much less than to write the value again and to compare.
    package static func canonicalValue(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        var reader = JSONReader(bytes, numbers: .integersOnly)
        let value = try reader.whole()
        guard reader.isCanonical else { throw JSONError(.notCanonical, at: 0) }
        return value
    }

    private mutating func whole() throws(JSONError) -> JSONValue {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw JSONError(.byteOrderMark, at: 0) }
        skipWhitespace()
        let value = try value()
        skipWhitespace()
        guard index == bytes.count else { throw JSONError(.trailingBytes, at: index) }
        return value
    }

    /// Reads the values of a text in which several follow one another, separated by white space or nothing.
    ///
    /// `body` is called with each value and the offset of its first byte.
    package static func values<Failure: Error>(
        _ bytes: [UInt8],
        numbers: Numbers = .integersOnly,
        each body: (JSONValue, Int) throws(Failure) -> Void
    ) throws(Failure) -> JSONError? {
        var reader = JSONReader(bytes, numbers: numbers)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return JSONError(.byteOrderMark, at: 0) }
        reader.skipWhitespace()
        while reader.index < bytes.count {
            let start = reader.index
            let value: JSONValue
            do { value = try reader.value() } catch { return error }
            try body(value, start)
            reader.skipWhitespace()
        }
        return nil
    }
}

// MARK: - Values

extension JSONReader {
    private mutating func value() throws(JSONError) -> JSONValue {
        switch try peek() {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case let byte: throw JSONError(.unexpectedByte(byte), at: index)
        }
    }

    private mutating func object() throws(JSONError) -> JSONObject {
        let start = index
        try enter()
        var members: [JSONObject.Member] = []
        members.reserveCapacity(depth == 1 ? 12 : 4)
        if try !closes(UInt8(ascii: "}")) {
            repeat {
                skipWhitespace()
                let quote = try peek()
                guard quote == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte(quote), at: index) }
                let key = try string()
                skipWhitespace()
                try expect(UInt8(ascii: ":"))
                skipWhitespace()
                members.append(JSONObject.Member(key: key, value: try value()))
            } while try continues(before: UInt8(ascii: "}"))
        }
        depth -= 1
        if JSONObject.areSorted(members) { return JSONObject(sorted: members) }
        isCanonical = false
        guard let object = JSONObject(unique: members) else {
            throw JSONError(.duplicateKey(Self.firstDuplicate(members)), at: start)
        }
        return object
    }

    private static func firstDuplicate(_ members: [JSONObject.Member]) -> String {
        let keys = members.map(\.key).sorted { $0.precedesInUTF16($1) }
        return zip(keys, keys.dropFirst()).first { $0.hasSameBytes(as: $1) }?.0 ?? ""
    }

    private mutating func array() throws(JSONError) -> [JSONValue] {
        try enter()
        var elements: [JSONValue] = []
        if try !closes(UInt8(ascii: "]")) {
            repeat {
                skipWhitespace()
                elements.append(try value())
            } while try continues(before: UInt8(ascii: "]"))
        }
        depth -= 1
        return elements
    }

    private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for offset in 0..<text.utf8CodeUnitCount {
            try expect(text.utf8Start[offset])
        }
        return value
    }
}

// MARK: - Numbers

extension JSONReader {
    private mutating func number() throws(JSONError) -> JSONValue {
        let start = index
        let isNegative = bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        let magnitude = try integerPart()
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") || bytes[index] | 0x20 == UInt8(ascii: "e") {
            try fractionAndExponent()
            return try asText(from: start, otherwise: .notAnInteger)
        }
        guard let magnitude, magnitude <= JSONValue.largestInteger else {
            return try asText(from: start, otherwise: .integerOutOfRange)
        }
        if isNegative, magnitude == 0 { return try asText(from: start, otherwise: .notAnInteger) }
        return .integer(isNegative ? -magnitude : magnitude)
    }

    private func asText(from start: Int, otherwise reason: JSONError.Reason) throws(JSONError) -> JSONValue {
        switch numbers {
        case .fractionsAsText: .string(String(decoding: bytes[start..<index], as: UTF8.self))
        case .integersOnly: throw JSONError(reason, at: start)
        }
    }

    /// The digits before a fraction, nil when they do not fit.
    private mutating func integerPart() throws(JSONError) -> Int64? {
        let first = index
        let value = try digits()
        let second = first + 1
        guard index == second || bytes[first] != UInt8(ascii: "0") else {
            throw JSONError(.unexpectedByte(bytes[second]), at: second)
        }
        return value
    }

    private mutating func fractionAndExponent() throws(JSONError) {
        if bytes[index] == UInt8(ascii: ".") {
            index += 1
            _ = try digits()
        }
        guard index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") else { return }
        index += 1
        if try peek() == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
        _ = try digits()
    }

    private mutating func digits() throws(JSONError) -> Int64? {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(try peek()) else {
            throw JSONError(.unexpectedByte(bytes[index]), at: index)
        }
        var value: Int64? = 0
        while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) {
            if let known = value {
                value = known > JSONValue.largestInteger ? nil : known * 10 + Int64(bytes[index] - UInt8(ascii: "0"))
            }
            index += 1
        }
        return value
    }
}

// MARK: - Strings

extension JSONReader {
    private mutating func string() throws(JSONError) -> String {
        let start = index + 1
        let (end, isASCII) = bytes.withUnsafeBufferPointer { PlainText.end(in: $0, from: start) }
        index = end
        switch try peek() {
        case UInt8(ascii: "\""):
            index += 1
            return isASCII ? plain(start..<end) : try checked(bytes[start..<end], at: start)
        case UInt8(ascii: "\\"): return try escapedString(from: start)
        default: throw JSONError(.controlCharacter, at: index)
        }
    }

    private func plain(_ range: Range<Int>) -> String {
        bytes.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }
    }

    private func checked(_ slice: some Collection<UInt8>, at offset: Int) throws(JSONError) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else { throw JSONError(.invalidUTF8, at: offset) }
        return text
    }

    /// Reads on from the first backslash of a string that began at `start`.
    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var unescaped = Array(bytes[start..<index])
        while true {
            switch try peek() {
            case UInt8(ascii: "\""):
                index += 1
                let text = try checked(unescaped, at: start)
                let isShortest = CanonicalJSON.bytes(.string(text)).elementsEqual(bytes[start - 1..<index])
                isCanonical = isCanonical && isShortest
                return text
            case UInt8(ascii: "\\"):
                index += 1
                try escape(into: &unescaped)
            case 0..<0x20: throw JSONError(.controlCharacter, at: index)
            case let byte:
                unescaped.append(byte)
                index += 1
            }
        }
    }

    private mutating func escape(into unescaped: inout [UInt8]) throws(JSONError) {
        let mark = try peek()
        index += 1
        switch mark {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(mark)
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0C)
        case UInt8(ascii: "n"): unescaped.append(0x0A)
        case UInt8(ascii: "r"): unescaped.append(0x0D)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "u"): unescaped.append(contentsOf: String(try unicodeEscape()).utf8)
        default: throw JSONError(.invalidEscape, at: index - 1)
        }
    }

    private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let start = index
        let unit = try fourHexDigits()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard (0xD800...0xDBFF).contains(unit), index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u")
        else { throw JSONError(.loneSurrogate, at: start) }
        index += 2
        let low = try fourHexDigits()
        guard (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        else { throw JSONError(.loneSurrogate, at: start) }
        return scalar
    }

    private mutating func fourHexDigits() throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = try peek().hexDigit else { throw JSONError(.invalidEscape, at: index) }
            unit = unit << 4 | UInt32(digit)
            index += 1
        }
        return unit
    }
}

// MARK: - Marks

extension JSONReader {
    private func peek() throws(JSONError) -> UInt8 {
        guard index < bytes.count else { throw JSONError(.unexpectedEnd, at: index) }
        return bytes[index]
    }

    private mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard try peek() == byte else { throw JSONError(.unexpectedByte(bytes[index]), at: index) }
        index += 1
    }

    private mutating func enter() throws(JSONError) {
        depth += 1
        if depth > Self.deepest { throw JSONError(.tooDeep, at: index) }
        index += 1
    }

    private mutating func closes(_ end: UInt8) throws(JSONError) -> Bool {
        skipWhitespace()
        guard try peek() == end else { return false }
        index += 1
        return true
    }

    private mutating func continues(before end: UInt8) throws(JSONError) -> Bool {
        skipWhitespace()
        let byte = try peek()
        guard byte == UInt8(ascii: ",") || byte == end else { throw JSONError(.unexpectedByte(byte), at: index) }
        index += 1
        return byte != end
    }

    private mutating func skipWhitespace() {
        while index < bytes.count, bytes[index] <= 0x20 {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D:
                index += 1
                isCanonical = false
            default: return
            }
        }
    }
}
