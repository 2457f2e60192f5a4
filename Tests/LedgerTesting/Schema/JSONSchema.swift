import LedgerDomain
import LedgerValues

/// A JSON Schema 2020-12, with the keywords that `Schema/events` uses.
///
/// Reading a schema with any other keyword fails, so that no schema says more than is checked.
struct JSONSchema: Sendable {
    let keywords: [Keyword]

    indirect enum Keyword: Sendable {
        case never
        case type([String])
        case required([String])
        case properties([String: JSONSchema], others: JSONSchema?)
        case items(JSONSchema)
        case oneOf([JSONSchema])
        case anyOf([JSONSchema])
        case allOf([JSONSchema])
        case values([JSONValue])
        case pattern(Pattern, String)
        case range(ClosedRange<Int64>)
        case length(ClosedRange<Int64>)
        /// `document#pointer`.
        case reference(String)
    }
}

/// Why a document is not a usable schema.
package enum SchemaError: Error, Equatable {
    case unknownKeyword(String, at: String)
    case invalid(String, at: String)
    case pattern(String)
    case unresolved(String)
    case unreadable(String)
}

/// A value that does not match its schema.
package struct SchemaViolation: Error, Equatable, Sendable, CustomStringConvertible {
    /// A JSON Pointer (RFC 6901) into the value.
    package let path: String
    package let message: String

    package init(path: String, message: String) {
        (self.path, self.message) = (path, message)
    }

    package var description: String { "\(path.isEmpty ? "/" : path): \(message)" }
}
