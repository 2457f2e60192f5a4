import LedgerDomain
import LedgerTesting
import Testing
import LedgerValues

struct `Canonical JSON` {
    @Test(
        arguments: [
            (JSONValue.null, "null"), (true, "true"), (false, "false"), (0, "0"), (-7, "-7"),
            (9_007_199_254_740_991, "9007199254740991"), (-9_007_199_254_740_991, "-9007199254740991"), ([], "[]"),
            ([:], "{}"), ([1, [[:], "a"]], #"[1,[{},"a"]]"#),
            (["b": 1, "a": ["d": .null, "c": 2]], #"{"a":{"c":2,"d":null},"b":1}"#),
        ] as [(JSONValue, String)]
    )
    func `has one form for every value`(value: JSONValue, text: String) {
        #expect(CanonicalJSON.text(value) == text)
    }

    @Test func `escapes as little as it can`() {
        for code in 0..<0x20 {
            let scalar = Unicode.Scalar(UInt8(code))
            let short: [Int: String] = [8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r"]
            let hex = String(code + 0x100, radix: 16).dropFirst()
            #expect(CanonicalJSON.text(.string(String(scalar))) == "\"\(short[code] ?? "\\u00\(hex)")\"")
        }
        #expect(CanonicalJSON.text("\"\\/") == #""\"\\/""#)
        let plain = "\u{7F}\u{80}\u{2028}\u{2029}é😀<>&'\u{202E}"
        #expect(CanonicalJSON.text(.string(plain)) == "\"\(plain)\"")
    }

    /// The order of RFC 8785 §3.2.3, with our own keys that show the same differences.
    @Test func `orders members by UTF-16 code units`() throws {
        let text = #"{"\ufb33":1,"\ud83d\ude00":2,"\u20ac":3,"\u00f6":4,"\u0080":5,"1":6,"\r":7,"z":8}"#
        let value = try JSONReader.value(Array(text.utf8))
        #expect(value.object?.members.map(\.value) == [7, 6, 8, 5, 4, 3, 2, 1])
        #expect(CanonicalJSON.text(value).hasPrefix(#"{"\r":7,"1":6,"z":8,"#))
    }

    /// Canonical text round-trips, and every text of a value has the same canonical form.
    @Test func `is the same for every text of a value`() throws {
        var random = SeededRandom(seed: 8)
        for _ in 0..<500 {
            let value = JSONValue.random(depth: 4, using: &random)
            let bytes = CanonicalJSON.bytes(value)
            #expect(try JSONReader.value(bytes) == value)
            #expect(try CanonicalJSON.bytes(JSONReader.value(Array(value.loosely(using: &random).utf8))) == bytes)
        }
    }

    @Test func `is all that the strict reader accepts`() throws {
        var random = SeededRandom(seed: 9)
        for _ in 0..<500 {
            let value = JSONValue.random(depth: 4, using: &random)
            let bytes = CanonicalJSON.bytes(value)
            #expect(try JSONReader.canonicalValue(bytes) == value)
            let other = Array(value.loosely(using: &random).utf8)
            let read = Result { () throws(JSONError) in try JSONReader.canonicalValue(other) }
            #expect(read == (other == bytes ? .success(value) : .failure(JSONError(.notCanonical, at: 0))))
        }
    }
}

extension JSONValue {
    fileprivate static func random(depth: Int, using random: inout SeededRandom) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
        case 0: .null
        case 1: .bool(Bool.random(using: &random))
        case 2: .integer(Int64.random(in: -largestInteger...largestInteger, using: &random))
        case 3: .integer(Int64.random(in: -9...9, using: &random))
        case 4: .string(text(using: &random))
        case 5:
            .array((0..<Int.random(in: 0...4, using: &random)).map { _ in .random(depth: depth - 1, using: &random) })
        default:
            .object(
                JSONObject(
                    (0..<Int.random(in: 0...4, using: &random)).map { _ in
                        (text(using: &random), .random(depth: depth - 1, using: &random))
                    }
                )
            )
        }
    }

    private static func text(using random: inout SeededRandom) -> String {
        let ranges: [ClosedRange<UInt32>] = [
            0...0x7F, 0x80...0x7FF, 0x800...0xD7FF, 0xE000...0xFFFF, 0x10000...0x10FFFF,
        ]
        var text = ""
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            let range = ranges[Int.random(in: 0..<ranges.count, using: &random)]
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// Another text of this value: with white space, members in any order, and needless escapes.
    fileprivate func loosely(using random: inout SeededRandom) -> String {
        let gap = [" ", "\n", "\t", "", "\r"].randomElement(using: &random) ?? ""
        switch self {
        case .null, .bool, .integer: return gap + CanonicalJSON.text(self) + gap
        case .string(let text): return gap + Self.escaped(text, using: &random)
        case .array(let elements):
            var parts: [String] = []
            for element in elements { parts.append(element.loosely(using: &random)) }
            return "[\(gap)\(parts.joined(separator: ","))\(gap)]"
        case .object(let object):
            var parts: [String] = []
            for member in object.members.shuffled(using: &random) {
                parts.append(
                    "\(Self.escaped(member.key, using: &random))\(gap):\(member.value.loosely(using: &random))"
                )
            }
            return "{\(parts.joined(separator: gap + ","))}\(gap)"
        }
    }

    private static func escaped(_ text: String, using random: inout SeededRandom) -> String {
        var escaped = ""
        for unit in text.utf16 { escaped += "\\u" + String(UInt32(unit) + 0x10000, radix: 16).dropFirst() }
        return Bool.random(using: &random) ? CanonicalJSON.text(.string(text)) : "\"\(escaped)\""
    }
}
