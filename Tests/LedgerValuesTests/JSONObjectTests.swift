import LedgerDomain
import LedgerTesting
import Testing
import LedgerValues

struct `A JSON object` {
    /// Keys for which the orders of UTF-8, UTF-16 and Swift's strings differ.
    static let keys = [
        "", "\0", "\r", " ", "1", "A", "a", "ab", "\u{7F}", "\u{80}", "\u{F6}", "é", "e\u{301}", "\u{20AC}", "\u{D7FF}",
        "\u{E000}", "\u{FB33}", "\u{FFFD}", "\u{FFFF}", "\u{10000}", "\u{1F600}", "\u{10FFFF}", "\u{FB33}a",
        "\u{1F600}a", "a\u{1F600}", "a\u{FB33}",
    ]

    @Test func `sorts its members by UTF-16 code units`() {
        var random = SeededRandom(seed: 5)
        let expected = Self.keys.sorted { Array($0.utf16).lexicographicallyPrecedes(Array($1.utf16)) }
        for _ in 0..<50 {
            let shuffled = Self.keys.shuffled(using: &random)
            let object = JSONObject(shuffled.map { ($0, .string($0)) })
            #expect(object.members.map { Array($0.key.utf8) } == expected.map { Array($0.utf8) })
            #expect(JSONObject(unique: shuffled.map { .init(key: $0, value: .null) })?.count == Self.keys.count)
        }
    }

    @Test func `compares any two keys like UTF-16`() {
        for left in Self.keys {
            for right in Self.keys {
                let expected = Array(left.utf16).lexicographicallyPrecedes(Array(right.utf16))
                #expect(left.precedesInUTF16(right) == expected, "\(left.debugDescription) \(right.debugDescription)")
            }
        }
    }

    @Test func `distinguishes canonically equivalent keys`() {
        var object: JSONObject = ["é": 1, "e\u{301}": 2]
        #expect(object.count == 2)
        #expect(object["é"] == 1)
        #expect(object["e\u{301}"] == 2)
        object["é"] = nil
        #expect(object.members.map(\.value) == [2])
    }

    @Test func `distinguishes canonically equivalent values`() {
        #expect(JSONValue.string("é") != .string("e\u{301}"))
        #expect(JSONObject([("é", 1)]) != JSONObject([("e\u{301}", 1)]))
        #expect(Set<JSONValue>(["é", "e\u{301}"]).count == 2)
    }

    @Test func `has each key once`() {
        let object: JSONObject = ["a": 1, "b": 2, "a": 3]
        #expect(object.members.map(\.key) == ["a", "b"])
        #expect(object["a"] == 3)
        #expect(JSONObject(unique: [.init(key: "a", value: 1), .init(key: "a", value: 1)]) == nil)
        #expect(
            JSONObject(unique: [.init(key: "b", value: 1), .init(key: "a", value: 1), .init(key: "b", value: 2)]) == nil
        )
    }

    @Test func `sets and removes members`() {
        var random = SeededRandom(seed: 6)
        var object: JSONObject = [:]
        var model: [String: JSONValue] = [:]
        for step in 0..<2_000 {
            let key = String(Int.random(in: 0..<40, using: &random))
            let value: JSONValue? = Bool.random(using: &random) ? .integer(Int64(step)) : nil
            object[key] = value
            model[key] = value
        }
        #expect(object.count == model.count)
        for (key, value) in model { #expect(object[key] == value) }
        #expect(object.members.map(\.key) == model.keys.sorted())
    }
}
