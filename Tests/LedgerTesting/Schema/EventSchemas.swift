import LedgerDomain
package import LedgerLog
import LedgerSchema
import LedgerValues

/// Every record against the schema of its event type.
package enum EventSchemas {
    /// Throws unless `record` is a record whose type has a schema, and is what the schema says.
    package static func check(record bytes: [UInt8]) throws(SchemaMismatch) {
        let violations = violations(of: bytes)
        guard violations.isEmpty else {
            throw SchemaMismatch(record: String(decoding: bytes, as: UTF8.self), violations: violations)
        }
    }

    /// Throws for the first record of `log` that is not what its schema says.
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

    /// All that `Schema/events` holds.
    private static let schemas = Result<JSONSchemas, SchemaError> { () throws(SchemaError) in
        var documents = ["envelope.json": LedgerSchema.eventEnvelope]
        for type in LedgerSchema.eventTypes { documents["\(type).json"] = LedgerSchema.eventSchema(of: type) }
        return try JSONSchemas(documents)
    }
}

/// A record that is not what its schema says.
package struct SchemaMismatch: Error, Equatable, CustomStringConvertible {
    package let record: String
    package let violations: [SchemaViolation]

    package var description: String {
        "\(violations.map(\.description).joined(separator: "; ")) in \(record)"
    }
}
