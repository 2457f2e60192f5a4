import LedgerDomain
import LedgerLog
package import LedgerValues

/// Schemas that refer to each other by document name.
package struct JSONSchemas: Sendable {
    /// By full reference: `envelope.json#` and `envelope.json#/$defs/uuid`.
    private let schemas: [String: JSONSchema]

    /// Parses `documents`: schema texts by name.
    package init(_ documents: [String: String]) throws(SchemaError) {
        var schemas: [String: JSONSchema] = [:]
        for (name, text) in documents {
            let value = try Self.read(text, name)
            schemas["\(name)#"] = try JSONSchema(value, in: name)
            for definition in value["$defs"]?.object?.members ?? [] {
                let path = "#/$defs/\(definition.key)"
                schemas[name + path] = try JSONSchema(definition.value, in: name, at: path)
            }
        }
        self.schemas = schemas
        for schema in schemas.values { try requireResolved(schema) }
    }

    private static func read(_ text: String, _ name: String) throws(SchemaError) -> JSONValue {
        do { return try JSONReader.value(Array(text.utf8)) } catch { throw .unreadable("\(name): \(error)") }
    }

    private func requireResolved(_ schema: JSONSchema) throws(SchemaError) {
        for keyword in schema.keywords {
            if case .reference(let name) = keyword, schemas[name] == nil { throw .unresolved(name) }
            for part in keyword.parts { try requireResolved(part) }
        }
    }

    /// All violations of `document`'s schema by `value`; empty if it is valid.
    package func violations(of value: JSONValue, by document: String) -> [SchemaViolation] {
        guard let schema = schemas["\(document)#"] else {
            return [SchemaViolation(path: "", message: "there is no schema \(document)")]
        }
        return check(value, schema, "")
    }
}

extension JSONSchema.Keyword {
    /// The nested schemas.
    fileprivate var parts: [JSONSchema] {
        switch self {
        case .never, .type, .required, .values, .pattern, .range, .length, .reference: []
        case .properties(let named, let others): Array(named.values) + (others.map { [$0] } ?? [])
        case .items(let schema): [schema]
        case .oneOf(let schemas), .anyOf(let schemas), .allOf(let schemas): schemas
        }
    }
}

// MARK: - Checks

extension JSONSchemas {
    private func check(_ value: JSONValue, _ schema: JSONSchema, _ path: String) -> [SchemaViolation] {
        schema.keywords.flatMap { check(value, $0, path) }
    }

    private func check(_ value: JSONValue, _ keyword: JSONSchema.Keyword, _ path: String) -> [SchemaViolation] {
        switch keyword {
        case .never: fail(path, "no value is allowed here")
        case .type(let types):
            types.contains(where: value.isOf) ? [] : fail(path, "not \(types.joined(separator: " or "))")
        case .required(let names): missing(names, in: value, path)
        case .properties(let named, let others): check(value, named, others, path)
        case .items(let schema):
            (value.array ?? []).enumerated().flatMap { check($0.element, schema, "\(path)/\($0.offset)") }
        case .oneOf(let schemas): matches(value, schemas) == 1 ? [] : fail(path, "not exactly one of oneOf")
        case .anyOf(let schemas): matches(value, schemas) > 0 ? [] : fail(path, "none of anyOf")
        case .allOf(let schemas): schemas.flatMap { check(value, $0, path) }
        case .values(let values): values.contains(value) ? [] : fail(path, "not one of the values allowed")
        case .pattern(let pattern, let source):
            value.string.map(pattern.isFound) ?? true ? [] : fail(path, "does not match \(source)")
        case .range(let range): value.integer.map(range.contains) ?? true ? [] : fail(path, "not within \(range)")
        case .length(let range):
            value.string.map { range.contains(Int64($0.unicodeScalars.count)) } ?? true
                ? [] : fail(path, "of a length not within \(range)")
        case .reference(let name):
            schemas[name].map { check(value, $0, path) } ?? fail(path, "unresolved \(name)")
        }
    }

    private func fail(_ path: String, _ message: String) -> [SchemaViolation] {
        [SchemaViolation(path: path, message: message)]
    }

    private func matches(_ value: JSONValue, _ schemas: [JSONSchema]) -> Int {
        schemas.count { check(value, $0, "").isEmpty }
    }

    private func missing(_ names: [String], in value: JSONValue, _ path: String) -> [SchemaViolation] {
        guard let object = value.object else { return [] }
        return names.filter { object[$0] == nil }.flatMap { fail(path, "no '\($0)'") }
    }

    private func check(
        _ value: JSONValue,
        _ named: [String: JSONSchema],
        _ others: JSONSchema?,
        _ path: String
    ) -> [SchemaViolation] {
        (value.object?.members ?? []).flatMap { member in
            (named[member.key] ?? others).map { check(member.value, $0, "\(path)/\(member.key)") } ?? []
        }
    }
}

extension JSONValue {
    /// Whether this is a value of a JSON Schema type.
    fileprivate func isOf(type: String) -> Bool {
        switch self {
        case .null: type == "null"
        case .bool: type == "boolean"
        case .integer: type == "integer" || type == "number"
        case .string: type == "string"
        case .array: type == "array"
        case .object: type == "object"
        }
    }
}
