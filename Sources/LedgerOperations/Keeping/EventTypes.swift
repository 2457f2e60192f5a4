import LedgerSchema

/// The types of events, and what the data of each must be.
package enum EventTypes {
    package static var all: [String] { LedgerSchema.eventTypes }

    /// The JSON Schema of a type, with or without its version.
    package static func schema(of type: String) -> String? {
        LedgerSchema.eventSchema(of: type) ?? LedgerSchema.eventSchema(of: type + ".v1")
    }
}
