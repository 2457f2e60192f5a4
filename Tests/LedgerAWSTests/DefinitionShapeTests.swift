import LedgerDomain
import LedgerValues
import TestThreads
import Testing

@Suite(StartsPrograms(), .enabled(if: Python.hasBotocore, "there is no botocore"))
struct `The rules for a task definition` {
    private static let model = Result { try Python.ask("definition") }

    /// Lists of objects whose order matters: a later file of variables wins.
    private static let inOrder = ["environmentFiles"]

    @Test func `are about members that AWS has, and about every list of objects`() throws {
        var body = try #require(try Self.model.get()["body"]?.object)
        for name in DefinitionFields.ignored { body[name] = nil }
        #expect(Self.mistakes(in: .task, of: body, at: "task").isEmpty)
    }

    @Test func `leave out what only an answer has`() throws {
        let added = try Self.model.get()["added"]?.array?.compactMap(\.string) ?? []
        #expect(added.count > 5 && Set(added).isSubset(of: DefinitionFields.ignored))
    }

    private static func mistakes(in shape: DefinitionShape?, of members: JSONObject, at place: String) -> [String] {
        let defaults = shape.map { Array($0.added.keys) + $0.assumed.keys + [$0.value].compactMap(\.self) } ?? []
        let rules = shape?.members ?? [:]
        var mistakes = defaults.filter { members[$0]?.string == nil }.map { "\(place).\($0) is not a value" }
        mistakes += rules.keys.filter { members[$0] == nil }.map { "\(place).\($0) is not there" }
        for member in members.members where !inOrder.contains(member.key) {
            mistakes += Self.mistakes(in: rules[member.key], of: member.value, at: "\(place).\(member.key)")
        }
        return mistakes
    }

    private static func mistakes(in rule: DefinitionShape.Member?, of value: JSONValue, at place: String) -> [String] {
        switch (rule, value) {
        case (.entries(let keys, let shape)?, .array(let elements)):
            guard let entry = elements.first?.object else { return ["\(place) has no objects"] }
            let missing = keys.filter { entry[$0]?.string == nil }.map { "\(place).\($0) is not a name" }
            return missing + mistakes(in: shape, of: entry, at: place)
        case (.object(let shape)?, .object(let object)): return mistakes(in: shape, of: object, at: place)
        case (.set?, .array(let elements)) where elements.first?.string != nil: return []
        case (nil, .array(let elements)) where elements.first?.object != nil: return ["\(place) has no rule"]
        case (nil, .object(let object)): return mistakes(in: nil as DefinitionShape?, of: object, at: place)
        case (nil, _): return []
        case (_?, _): return ["\(place) is of another type"]
        }
    }
}
