package import LedgerDomain
package import LedgerValues

/// A value with one form in `data`.
package protocol WireValue {
    /// Completes "must be …".
    static var wanted: String { get }
    init?(wire value: JSONValue)
    var wire: JSONValue { get }
}

extension String: WireValue {
    package static var wanted: String { "text that is not empty" }

    package init?(wire value: JSONValue) {
        guard let text = value.string, !text.isEmpty else { return nil }
        self = text
    }

    package var wire: JSONValue { .string(self) }
}

extension Bool: WireValue {
    package static var wanted: String { "true or false" }

    package init?(wire value: JSONValue) {
        guard let flag = value.bool else { return nil }
        self = flag
    }

    package var wire: JSONValue { .bool(self) }
}

/// A count or a version: positive.
extension Int: WireValue {
    package static var wanted: String { "a positive integer" }

    package init?(wire value: JSONValue) {
        guard let number = value.integer, number >= 1 else { return nil }
        self = Int(number)
    }

    package var wire: JSONValue { .integer(Int64(self)) }
}

/// The number of a deployment: 0 is what ran before the ledger.
struct VersionNumber: WireValue {
    static let wanted = "an integer that is not negative"
    let number: Int

    init?(wire value: JSONValue) {
        guard let number = value.integer, number >= 0 else { return nil }
        self.number = Int(number)
    }

    var wire: JSONValue { .integer(Int64(number)) }
}

/// A size: not negative.
extension Int64: WireValue {
    package static var wanted: String { "an integer that is not negative" }

    package init?(wire value: JSONValue) {
        guard let number = value.integer, number >= 0 else { return nil }
        self = number
    }

    package var wire: JSONValue { .integer(self) }
}

extension UniqueID: WireValue {
    package static var wanted: String { "a UUID" }

    package init?(wire value: JSONValue) {
        guard let text = value.string else { return nil }
        self.init(text)
    }

    package var wire: JSONValue { .string(description) }
}

extension Timestamp: WireValue {
    package static var wanted: String { "an RFC 3339 time" }

    package init?(wire value: JSONValue) {
        guard let text = value.string else { return nil }
        self.init(rfc3339: text)
    }

    package var wire: JSONValue { .string(description) }
}

extension JSONObject: WireValue {
    package static var wanted: String { "an object" }

    package init?(wire value: JSONValue) {
        guard let object = value.object else { return nil }
        self = object
    }

    package var wire: JSONValue { .object(self) }
}

extension JSONValue: WireValue {
    package static var wanted: String { "JSON" }
    package init?(wire value: JSONValue) { self = value }
    package var wire: JSONValue { self }
}

extension Array: WireValue where Element: WireValue {
    package static var wanted: String { "an array, each element \(Element.wanted)" }

    package init?(wire value: JSONValue) {
        guard let elements = value.array else { return nil }
        let read = elements.compactMap { Element(wire: $0) }
        guard read.count == elements.count else { return nil }
        self = read
    }

    package var wire: JSONValue { .array(map(\.wire)) }
}

extension WireValue where Self: RawRepresentable<String> & CaseIterable {
    package static var wanted: String { "one of \(allCases.map(\.rawValue).joined(separator: ", "))" }

    package init?(wire value: JSONValue) {
        guard let text = value.string else { return nil }
        self.init(rawValue: text)
    }

    package var wire: JSONValue { .string(rawValue) }
}

extension Architecture: WireValue {}
extension Approval: WireValue {}
extension DeploymentKind: WireValue {}
extension Mark: WireValue {}
extension ActionClass: WireValue {}
extension ReconciliationVerdict: WireValue {}
extension ResolutionVerdict: WireValue {}
extension ImageDeletion: WireValue {}
extension CallPrincipal.Kind: WireValue {}

extension StackName: WireValue {
    package static var wanted: String { String.wanted }

    package init?(wire value: JSONValue) {
        guard let text = String(wire: value) else { return nil }
        self.init(rawValue: text)
    }

    package var wire: JSONValue { .string(rawValue) }
}

extension StageName: WireValue {
    package static var wanted: String { String.wanted }

    package init?(wire value: JSONValue) {
        guard let text = String(wire: value) else { return nil }
        self.init(rawValue: text)
    }

    package var wire: JSONValue { .string(rawValue) }
}
