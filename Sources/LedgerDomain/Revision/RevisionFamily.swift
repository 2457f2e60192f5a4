/// The revisions of one task definition family, as far as decisions need to know them.
package struct RevisionFamily: Decider {
    private var definitions: [String: JSONObject] = [:]
    private var inactive: Set<String> = []

    package init() {}

    /// A revision never changes: the same registered again is nothing new, another body under its name is refused.
    package func decide(_ proposal: RevisionEvent, at now: Timestamp) throws(Rejection) -> [RevisionEvent] {
        switch proposal {
        case .registered(let registered):
            guard let known = definitions[registered.revision] else { return [proposal] }
            guard known.withoutSealing == registered.definition.withoutSealing else {
                throw .revisionExists(registered.revision)
            }
            return []
        case .deregistered(_, let revision):
            return inactive.contains(revision) ? [] : [proposal]
        }
    }

    package mutating func evolve(_ event: RevisionEvent, at time: Timestamp) {
        switch event {
        case .registered(let registered): definitions[registered.revision] = registered.definition
        case .deregistered(_, let revision): inactive.insert(revision)
        }
    }
}

extension JSONObject {
    /// This object with each sealed value replaced by its mac: two sealings of one value differ, their macs do not.
    package var withoutSealing: JSONObject {
        guard case .object(let object) = JSONValue.object(self).withoutSealing else { return self }
        return object
    }
}

extension JSONValue {
    /// A value as it is kept under seal: `{"sealed": …, "mac": …}`.
    package var sealedMAC: String? {
        guard case .object(let object) = self, object.count == 2, object["sealed"] != nil else { return nil }
        return object["mac"]?.string
    }

    package var withoutSealing: JSONValue {
        if let mac = sealedMAC { return .object(["mac": .string(mac)]) }
        switch self {
        case .object(let object):
            return .object(JSONObject(object.members.map { ($0.key, $0.value.withoutSealing) }))
        case .array(let elements): return .array(elements.map(\.withoutSealing))
        case .null, .bool, .integer, .string: return self
        }
    }
}
