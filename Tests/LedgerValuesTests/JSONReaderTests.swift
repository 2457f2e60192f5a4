import LedgerDomain
import LedgerTesting
import Testing
import LedgerValues

struct `The JSON reader` {
    @Test(
        arguments: [
            ("null", JSONValue.null), (" \t\r\n true ", true), ("false", false), ("0", 0), ("-1", -1),
            ("9007199254740991", 9_007_199_254_740_991), ("-9007199254740991", -9_007_199_254_740_991), (#""""#, ""),
            ("[]", []), ("[ ]", []), ("[1,[2 , {}] ]", [1, [2, [:]]]), ("{}", [:]),
            (#"{ "b" : 1 , "a":[] }"#, ["a": [], "b": 1]),
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0000\u00e9\u20AC""#, "\0\u{E9}\u{20AC}"),
            (#""\ud83d\uDE00""#, "😀"), (#""\udbff\udfff""#, "\u{10FFFF}"), (#""é😀\u007f""#, "é😀\u{7F}"),
            (#"{"\u0061":1}"#, ["a": 1]), (#"{"é":1,"e\u0301":2}"#, ["é": 1, "e\u{301}": 2]),
        ] as [(String, JSONValue)]
    )
    func `reads`(text: String, value: JSONValue) throws {
        #expect(try read(text) == value)
    }

    @Test(
        arguments: [
            ("", JSONError(.unexpectedEnd, at: 0)), (" ", JSONError(.unexpectedEnd, at: 1)),
            ("\u{FEFF}1", JSONError(.byteOrderMark, at: 0)), ("1 2", JSONError(.trailingBytes, at: 2)),
            ("nul", JSONError(.unexpectedEnd, at: 3)), ("nulL", JSONError(.unexpectedByte(0x4C), at: 3)),
            ("True", JSONError(.unexpectedByte(0x54), at: 0)), ("'a'", JSONError(.unexpectedByte(0x27), at: 0)),
            ("[1,]", JSONError(.unexpectedByte(0x5D), at: 3)), ("[1 2]", JSONError(.unexpectedByte(0x32), at: 3)),
            ("[,1]", JSONError(.unexpectedByte(0x2C), at: 1)), ("{\"a\":1,}", JSONError(.unexpectedByte(0x7D), at: 7)),
            ("{\"a\" 1}", JSONError(.unexpectedByte(0x31), at: 5)), ("{a:1}", JSONError(.unexpectedByte(0x61), at: 1)),
            ("{\"a\":1 \"b\":2}", JSONError(.unexpectedByte(0x22), at: 7)),
            ("]", JSONError(.unexpectedByte(0x5D), at: 0)),
            ("01", JSONError(.unexpectedByte(0x31), at: 1)), ("-01", JSONError(.unexpectedByte(0x31), at: 2)),
            ("-", JSONError(.unexpectedEnd, at: 1)), ("+1", JSONError(.unexpectedByte(0x2B), at: 0)),
            ("1.", JSONError(.unexpectedEnd, at: 2)), (".5", JSONError(.unexpectedByte(0x2E), at: 0)),
            ("1.0", JSONError(.notAnInteger, at: 0)), ("[1e3]", JSONError(.notAnInteger, at: 1)),
            ("1E+2", JSONError(.notAnInteger, at: 0)), ("-0", JSONError(.notAnInteger, at: 0)),
            ("-0.0", JSONError(.notAnInteger, at: 0)), ("1e", JSONError(.unexpectedEnd, at: 2)),
            ("1e+", JSONError(.unexpectedEnd, at: 3)), ("NaN", JSONError(.unexpectedByte(0x4E), at: 0)),
            ("9007199254740992", JSONError(.integerOutOfRange, at: 0)),
            ("-9007199254740992", JSONError(.integerOutOfRange, at: 0)),
            ("123456789012345678901234567890", JSONError(.integerOutOfRange, at: 0)),
            (#""a"#, JSONError(.unexpectedEnd, at: 2)), (#""\"#, JSONError(.unexpectedEnd, at: 2)),
            (#""\x""#, JSONError(.invalidEscape, at: 2)), (#""\u12G4""#, JSONError(.invalidEscape, at: 5)),
            ("\"a\nb\"", JSONError(.controlCharacter, at: 2)), ("\"\\n\u{1F}\"", JSONError(.controlCharacter, at: 3)),
            (#""\ud800""#, JSONError(.loneSurrogate, at: 3)), (#""\udc00""#, JSONError(.loneSurrogate, at: 3)),
            (#""\ud800x""#, JSONError(.loneSurrogate, at: 3)), (#""\ud800\n""#, JSONError(.loneSurrogate, at: 3)),
            (#""\ud800\ud800""#, JSONError(.loneSurrogate, at: 3)), (#""\ud800A""#, JSONError(.loneSurrogate, at: 3)),
            (#"{"a":1,"b":2,"a":3}"#, JSONError(.duplicateKey("a"), at: 0)),
            (#"[{"a":{"x":1,"\u0078":2}}]"#, JSONError(.duplicateKey("x"), at: 6)),
        ] as [(String, JSONError)]
    )
    func `rejects`(text: String, error: JSONError) {
        #expect(throws: error) { try read(text) }
    }

    @Test(
        arguments: [
            [0x22, 0x80, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xE2, 0x82, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xFF, 0x22], [0x22, 0x5C, 0x6E, 0xC3, 0x22],
        ] as [[UInt8]]
    )
    func `rejects text that is not UTF-8`(bytes: [UInt8]) {
        #expect(throws: JSONError(.invalidUTF8, at: 1)) { try JSONReader.value(bytes) }
    }

    @Test(arguments: [("[", "]"), (#"{"a":"#, "}")])
    func `reads 64 levels and no more`(open: String, close: String) throws {
        func nested(_ depth: Int) -> String {
            let inner = open == "[" ? "" : "1"
            return String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
        }
        _ = try read(nested(64))
        #expect { try read(nested(65)) } throws: { ($0 as? JSONError)?.reason == .tooDeep }
        #expect(throws: JSONError.self) { try read(String(repeating: open, count: 100_000)) }
        _ = try read("[\(Array(repeating: nested(63), count: 3).joined(separator: ","))]")
    }

    @Test(
        arguments: [
            ("1.0", JSONValue.string("1.0")), ("-0", "-0"), ("1e3", "1e3"), ("1793700000.25", "1793700000.25"),
            ("7", 7),
            ("9007199254740992", "9007199254740992"), ("-9007199254740992", "-9007199254740992"),
            ("[0.5,1]", ["0.5", 1]),
        ] as [(String, JSONValue)]
    )
    func `keeps a fraction from outside as text`(text: String, value: JSONValue) throws {
        #expect(try JSONReader.value(Array(text.utf8), numbers: .fractionsAsText) == value)
    }

    @Test func `reads a sequence of values`() {
        var seen: [String] = []
        let error = JSONReader.values(Array(" {}\n[1]\r\n\"a\" 2 ".utf8)) {
            seen.append("\(CanonicalJSON.text($0))@\($1)")
        }
        #expect(error == nil)
        #expect(seen == ["{}@1", "[1]@4", "\"a\"@9", "2@13"])
    }

    @Test func `reports where a sequence of values breaks off`() {
        var count = 0
        let error = JSONReader.values(Array("1 {} x".utf8)) { _, _ in count += 1 }
        #expect(count == 2)
        #expect(error == JSONError(.unexpectedByte(0x78), at: 5))
        #expect(JSONReader.values([0xEF, 0xBB, 0xBF, 0x31]) { _, _ in } == JSONError(.byteOrderMark, at: 0))
    }

    @Test func `rejects a sample truncated anywhere`() throws {
        let sample = Sample.line
        _ = try JSONReader.value(sample)
        for end in 0..<sample.count {
            #expect(throws: JSONError.self) { try JSONReader.value(Array(sample[..<end])) }
        }
    }

    /// What can be read round-trips; what is rejected is rejected with an offset within the text.
    @Test(arguments: [UInt64.random(in: 0...UInt64.max), 7])
    func `survives random changes of a sample`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for _ in 0..<20_000 {
            let changed = Sample.changed(using: &random)
            do {
                let value = try JSONReader.value(changed)
                let written = CanonicalJSON.bytes(value)
                #expect(try JSONReader.value(written) == value, "seed \(seed)")
            } catch {
                #expect((0...changed.count).contains(error.offset), "seed \(seed)")
                #expect(!error.description.isEmpty)
            }
        }
    }

    private func read(_ text: String) throws(JSONError) -> JSONValue {
        try JSONReader.value(Array(text.utf8))
    }
}

/// A line with every construct of JSON.
private enum Sample {
    static let line = [UInt8](
        #"{"a":[1,-20,true,false,null,{}],"é\u00e9\ud83d\ude00":"x\"\\\/\b\f\n\r\t😀","z":{"y":{"x":[[],[0]]}}}"#.utf8
    )

    private static let marks =
        Array("{}[]\",:\\/u0123456789abcdefDd.+-eE tfn\n\u{0}é😀".utf8) + [0xFF, 0xC0, 0xED, 0xA0]

    static func changed(using random: inout SeededRandom) -> [UInt8] {
        var bytes = Array(line)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[index] = marks.randomElement(using: &random) ?? 0
            case 1: bytes.insert(marks.randomElement(using: &random) ?? 0, at: index)
            case 2: bytes.remove(at: index)
            default: bytes.swapAt(index, Int.random(in: 0..<bytes.count, using: &random))
            }
        }
        return bytes
    }
}
