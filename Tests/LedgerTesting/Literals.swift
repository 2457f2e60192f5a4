package import LedgerDomain
import LedgerLog
package import LedgerValues

// Identifiers as string literals: in tests only, where the reader sees that they are right.

extension StackName: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { self.init(rawValue: value) }
}

extension StageName: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { self.init(rawValue: value) }
}

/// `"shop/prod"`.
extension StageID: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) {
        guard case .stage(let id) = StreamName("stage/\(value)") else { preconditionFailure("no stage: \(value)") }
        self = id
    }
}

/// `"2026-11-03T10:00:00Z"`.
extension Timestamp: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) {
        guard let time = Timestamp(rfc3339: value) else { preconditionFailure("no time: \(value)") }
        self = time
    }
}

/// The four groups and twelve digits, or a short name that stands for one: `"d-1"`.
extension UniqueID: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) {
        self = UniqueID(value) ?? UniqueID(source: "/tests", id: value, ordinal: 0)
    }
}
