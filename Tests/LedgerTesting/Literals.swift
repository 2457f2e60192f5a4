package import LedgerDomain
import LedgerLog
package import LedgerValues

// String literals for identifiers: only in tests, where the values are known to be valid.

extension StackName: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { self.init(rawValue: value) }
}

extension StageName: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { self.init(rawValue: value) }
}

/// `"shop/prod"`.
extension StageID: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) {
        guard case .stage(let id) = StreamName("stage/\(value)") else { preconditionFailure("not a stage: \(value)") }
        self = id
    }
}

/// `"2026-11-03T10:00:00Z"`.
extension Timestamp: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) {
        guard let time = Timestamp(rfc3339: value) else { preconditionFailure("not a time: \(value)") }
        self = time
    }
}

/// A UUID, or a short name that is hashed to one: `"d-1"`.
extension UniqueID: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) {
        self = UniqueID(value) ?? UniqueID(source: "/tests", id: value, ordinal: 0)
    }
}

extension DeploymentChanges: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral members: (String, JSONValue)...) {
        self.init(JSONObject(members))
    }
}
