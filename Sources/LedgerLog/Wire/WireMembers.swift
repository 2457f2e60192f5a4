import LedgerDomain
package import LedgerValues

extension JSONObject {
    /// The member that must be there.
    package func required<Value: WireValue>(_ name: String) throws(WireError) -> Value {
        guard let value: Value = try optional(name) else { throw .missing(name) }
        return value
    }

    /// The member, nil when it is absent or null.
    package func optional<Value: WireValue>(_ name: String) throws(WireError) -> Value? {
        guard let member = self[name], !member.isNull else { return nil }
        guard let value = Value(wire: member) else { throw .invalid(name, wanted: Value.wanted) }
        return value
    }

    /// Text that must be there and may be empty: what AWS says is kept as it is.
    package func text(_ name: String) throws(WireError) -> String {
        guard let text = try optionalText(name) else { throw .missing(name) }
        return text
    }

    package func optionalText(_ name: String) throws(WireError) -> String? {
        guard let member = self[name], !member.isNull else { return nil }
        guard let text = member.string else { throw .invalid(name, wanted: "text") }
        return text
    }

    /// An object of the members that have a value.
    package init(wire members: [(String, (any WireValue)?)]) {
        self.init()
        for (name, value) in members {
            if let value { self[name] = value.wire }
        }
    }

    /// This object with the members of `other`, which win.
    package func merging(_ other: JSONObject) -> JSONObject {
        var merged = self
        for member in other.members { merged[member.key] = member.value }
        return merged
    }
}
