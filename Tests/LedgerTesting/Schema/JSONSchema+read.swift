import LedgerDomain
import LedgerValues

extension JSONSchema {
    /// Parses a schema at the pointer `path` in `document`.
    init(_ value: JSONValue, in document: String, at path: String = "#") throws(SchemaError) {
        switch value {
        case .bool(let allowed): keywords = allowed ? [] : [.never]
        case .object(let object):
            var keywords: [Keyword] = []
            for member in object.members {
                let place = Place(document: document, path: "\(path)/\(member.key)", object: object)
                if let keyword = try Self.keyword(member.key, member.value, place) { keywords.append(keyword) }
            }
            self.keywords = keywords
        default: throw .invalid("schema", at: "\(document)\(path)")
        }
    }

    /// The location of a keyword, and its siblings.
    private struct Place {
        let document, path: String
        let object: JSONObject

        var error: SchemaError { .invalid(path, at: document) }
    }

    private static func keyword(
        _ name: String,
        _ value: JSONValue,
        _ place: Place
    ) throws(SchemaError) -> Keyword? {
        switch name {
        case "$schema", "$id", "$defs", "title", "description", "examples": nil
        case "type": .type(try types(value, place))
        case "required": .required(try strings(value, place))
        case "properties": .properties(try schemas(value, place), others: try additional(to: place))
        case "additionalProperties":
            place.object["properties"] == nil ? .properties([:], others: try additional(to: place)) : nil
        case "items": .items(try JSONSchema(value, in: place.document, at: place.path))
        case "oneOf": .oneOf(try list(value, place))
        case "anyOf": .anyOf(try list(value, place))
        case "allOf": .allOf(try list(value, place))
        case "enum": .values(try required(value.array, place))
        case "const": .values([value])
        case "pattern": try pattern(value, place)
        case "minimum": .range(try required(value.integer, place)...Int64.max)
        case "maximum": .range(Int64.min...(try required(value.integer, place)))
        case "minLength": .length(try required(value.integer, place)...Int64.max)
        case "maxLength": .length(0...(try required(value.integer, place)))
        case "$ref": .reference(try reference(value, place))
        default: throw .unknownKeyword(name, at: place.document + place.path)
        }
    }

    private static func required<Value>(_ value: Value?, _ place: Place) throws(SchemaError) -> Value {
        guard let value else { throw place.error }
        return value
    }

    private static func pattern(_ value: JSONValue, _ place: Place) throws(SchemaError) -> Keyword {
        let text = try required(value.string, place)
        return .pattern(try Pattern(text), text)
    }

    private static func types(_ value: JSONValue, _ place: Place) throws(SchemaError) -> [String] {
        if let type = value.string { return [type] }
        return try strings(value, place)
    }

    private static func strings(_ value: JSONValue, _ place: Place) throws(SchemaError) -> [String] {
        let elements = try required(value.array, place)
        let texts = elements.compactMap(\.string)
        guard texts.count == elements.count else { throw place.error }
        return texts
    }

    private static func list(_ value: JSONValue, _ place: Place) throws(SchemaError) -> [JSONSchema] {
        var schemas: [JSONSchema] = []
        for (index, element) in try required(value.array, place).enumerated() {
            schemas.append(try JSONSchema(element, in: place.document, at: "\(place.path)/\(index)"))
        }
        return schemas
    }

    private static func schemas(_ value: JSONValue, _ place: Place) throws(SchemaError) -> [String: JSONSchema] {
        var schemas: [String: JSONSchema] = [:]
        for member in try required(value.object, place).members {
            schemas[member.key] = try JSONSchema(member.value, in: place.document, at: "\(place.path)/\(member.key)")
        }
        return schemas
    }

    private static func additional(to place: Place) throws(SchemaError) -> JSONSchema? {
        guard let value = place.object["additionalProperties"] else { return nil }
        return try JSONSchema(value, in: place.document, at: place.path)
    }

    /// The full reference: `envelope.json#/$defs/uuid`, `envelope.json#`.
    private static func reference(_ value: JSONValue, _ place: Place) throws(SchemaError) -> String {
        let text = try required(value.string, place)
        if text.utf8.first == UInt8(ascii: "#") { return place.document + text }
        return text.utf8.contains(UInt8(ascii: "#")) ? text : text + "#"
    }
}
