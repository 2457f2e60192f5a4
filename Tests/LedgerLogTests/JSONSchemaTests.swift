import LedgerDomain
import LedgerLog
import LedgerTesting
import Testing
import LedgerValues

/// Tests the validator for recorded events.
struct `A JSON Schema` {
    /// Schemas with values that they allow and values that they reject.
    private static let cases: [(schema: String, valid: [String], invalid: [String])] = [
        (#"true"#, ["1", "null"], []),
        (#"false"#, [], ["1", "{}"]),
        (#"{}"#, ["1", "[]"], []),
        (#"{"type":"object"}"#, ["{}"], ["[]", "null", "1", #""x""#]),
        (#"{"type":["string","null"]}"#, [#""""#, "null"], ["0", "false"]),
        (#"{"type":"integer"}"#, ["0", "-7"], [#""0""#, "true"]),
        (#"{"type":"boolean"}"#, ["true"], ["0"]),
        (#"{"required":["a","b"]}"#, [#"{"a":1,"b":null}"#, "[]"], [#"{"a":1}"#, "{}"]),
        (#"{"properties":{"a":{"type":"string"}}}"#, [#"{"a":"x","b":1}"#, "{}", "1"], [#"{"a":1}"#]),
        (
            #"{"properties":{"a":{}},"additionalProperties":{"type":"null"}}"#,
            [#"{"a":1,"b":null}"#], [#"{"b":1}"#]
        ),
        (#"{"additionalProperties":false}"#, ["{}"], [#"{"b":1}"#]),
        (#"{"items":{"minimum":1}}"#, ["[]", "[1,2]", "0"], ["[0]", "[1,0]"]),
        (#"{"minimum":1,"maximum":3}"#, ["1", "3", #""0""#], ["0", "4"]),
        (#"{"minLength":1,"maxLength":2}"#, [#""é""#, #""😀😀""#, "7"], [#""""#, #""abc""#]),
        (#"{"enum":["a",null,1]}"#, [#""a""#, "null", "1"], [#""b""#, "2"]),
        (#"{"const":{"a":[1]}}"#, [#"{"a":[1]}"#], [#"{"a":[2]}"#, "{}"]),
        (#"{"oneOf":[{"minimum":2},{"maximum":3}]}"#, ["1", "4"], ["2", "3"]),
        (#"{"anyOf":[{"minimum":5},{"maximum":1}]}"#, ["0", "6"], ["3"]),
        (#"{"allOf":[{"minimum":2},{"maximum":3}]}"#, ["2", "3"], ["1", "4"]),
        (##"{"$defs":{"n":{"type":"integer"}},"items":{"$ref":"#/$defs/n"}}"##, ["[1]"], [#"["1"]"#]),
        (#"{"$ref":"other.json","minimum":2}"#, ["2"], ["1", #""x""#]),
        (#"{"$ref":"other.json#/$defs/word"}"#, [#""abc""#], [#""a b""#]),
    ]

    @Test(arguments: cases.indices)
    func `allows and rejects`(index: Int) throws {
        let (schema, valid, invalid) = Self.cases[index]
        for value in valid { #expect(try violations(of: value, by: schema).isEmpty, "\(value) by \(schema)") }
        for value in invalid { #expect(try !violations(of: value, by: schema).isEmpty, "\(value) by \(schema)") }
    }

    @Test func `says where a value is wrong`() throws {
        let schema = #"{"properties":{"a":{"items":{"type":"string"}}},"required":["b"]}"#
        let violations = try violations(of: #"{"a":["x",1]}"#, by: schema)
        #expect(violations.map(\.path) == ["/a/1", ""])
    }

    @Test(arguments: [
        #"{"minimun":1}"#, #"{"items":{"uniqueItems":true}}"#, ##"{"$ref":"#/$defs/none"}"##, #"{"type":7}"#,
        #"{"$ref":"nowhere.json"}"#, #"{"pattern":"\\d"}"#, #"{"pattern":"a.c"}"#, #"{"pattern":"(a"}"#,
        #"{"required":[1]}"#, "[]", "{",
    ])
    func `is rejected if it uses an unsupported keyword`(schema: String) {
        #expect(throws: SchemaError.self) { try violations(of: "1", by: schema) }
    }

    @Test(arguments: [
        ("^a+b?$", ["a", "aab"], ["b", "abb", "a\n", ""]),
        ("b", ["abc", "b"], ["ac", ""]),
        ("^(x|yz)*$", ["", "xyzx"], ["y", "xy"]),
        ("^[^/ ]+/[a-f0-9]{2}$", ["é/0f", "😀/aa"], ["a/b/00", "/00", "a/0", "a/000"]),
        ("^[A-Za-z._-]{1,3}$", ["a", "-._"], ["", "abcd", "1"]),
        ("^(a|\\$B)\\.c$", ["a.c", "$B.c"], ["aXc"]),
        ("^(a*)*b$", ["b", "aaab"], ["aaac"]),
    ])
    func `matches a pattern`(pattern: String, found: [String], notFound: [String]) throws {
        let schema = CanonicalJSON.text(["pattern": .string(pattern)])
        for text in found { #expect(try violations(of: quoted(text), by: schema).isEmpty, "\(text)") }
        for text in notFound { #expect(try !violations(of: quoted(text), by: schema).isEmpty, "\(text)") }
    }

    private func quoted(_ text: String) -> String { CanonicalJSON.text(.string(text)) }

    private func violations(of value: String, by schema: String) throws -> [SchemaViolation] {
        let other = #"{"type":"integer","$defs":{"word":{"pattern":"^[a-z]+$"}}}"#
        let schemas = try JSONSchemas(["main.json": schema, "other.json": other])
        return schemas.violations(of: try JSONReader.value(Array(value.utf8)), by: "main.json")
    }
}
