/// Parses JSON values (RFC 8259) strictly.
///
/// Also rejects duplicate names, lone surrogates, nesting deeper than ``deepest`` and, unless
/// ``Numbers/fractionsAsText`` is used, numbers that a record cannot hold.
package struct JSONReader {
    package enum Numbers: Sendable {
        /// Integers within ±(2^53−1); other numbers are errors. For records.
        case integersOnly
        /// A number that is not such an integer becomes a string of its digits, unchanged. For facts from outside.
        case fractionsAsText
    }

    /// The maximum nesting depth of arrays and objects.
    package static let deepest = 64

    let bytes: [UInt8]
    private let numbers: Numbers
    var index: Int
    private var depth = 0
    /// Whether everything read so far is canonical.
    ///
    /// Numbers always are.
    var isCanonical = true

    private init(_ bytes: [UInt8], numbers: Numbers) {
        (self.bytes, self.numbers, index) = (bytes, numbers, 0)
    }

    /// Parses a text with exactly one value; white space may surround it.
    package static func value(_ bytes: [UInt8], numbers: Numbers = .integersOnly) throws(JSONError) -> JSONValue {
        var reader = JSONReader(bytes, numbers: numbers)
        return try reader.whole()
    }

    /// Parses a text that must be canonical, as ``CanonicalJSON`` writes it.
    ///
    /// Checked while reading, which is much cheaper than writing the value again and comparing.
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

    /// Parses a sequence of values, separated by white space or nothing; returns the error that ended it, if any.
    ///
    /// Calls `body` with each value and the offset of its first byte.
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

    /// The digits before a fraction; nil if the number is too large.
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

// MARK: - Marks

extension JSONReader {
    func peek() throws(JSONError) -> UInt8 {
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
