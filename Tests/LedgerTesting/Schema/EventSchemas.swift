import LedgerDomain
package import LedgerLog
import LedgerSchema
import LedgerValues

/// Checks records against the schemas of their event types.
package enum EventSchemas {
    /// Throws unless `record` has a type with a schema, and matches it.
    package static func check(record bytes: [UInt8]) throws(SchemaMismatch) {
        let violations = violations(of: bytes)
        guard violations.isEmpty else {
            throw SchemaMismatch(record: String(decoding: bytes, as: UTF8.self), violations: violations)
        }
    }

    /// Throws for the first record of `log` that does not match its schema.
    package static func checkAll(in log: any EventLog) throws {
        try log.forEachRecord(orLogFailure: { $0 as any Error }) { try check(record: $0.bytes) }
    }

    private static func violations(of bytes: [UInt8]) -> [SchemaViolation] {
        let value: JSONValue
        do { value = try JSONReader.value(bytes) } catch {
            return [SchemaViolation(path: "", message: "\(error)")]
        }
        guard let type = value["type"]?.string else { return [SchemaViolation(path: "", message: "no 'type'")] }
        switch schemas {
        case .success(let schemas): return schemas.violations(of: value, by: "\(type).json")
        case .failure(let error): return [SchemaViolation(path: "", message: "\(error)")]
        }
    }

    /// All schemas of `Schema/events`.
    private static let schemas = Result<JSONSchemas, SchemaError> { () throws(SchemaError) in
        var documents = ["envelope.json": LedgerSchema.eventEnvelope]
        for type in LedgerSchema.eventTypes { documents["\(type).json"] = LedgerSchema.eventSchema(of: type) }
        return try JSONSchemas(documents)
    }
}

/// A record that does not match its schema.
package struct SchemaMismatch: Error, Equatable, CustomStringConvertible {
    package let record: String
    package let violations: [SchemaViolation]

    package var description: String {
        "\(violations.map(\.description).joined(separator: "; ")) in \(record)"
    }
}
