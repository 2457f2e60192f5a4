package import LedgerValues

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

    /// The macs of all that is sealed in here, in order.
    package var macs: [String] {
        if let mac = sealedMAC { return [mac] }
        return switch self {
        case .object(let object): object.members.flatMap(\.value.macs)
        case .array(let elements): elements.flatMap(\.macs)
        case .null, .bool, .integer, .string: []
        }
    }

    package static let mask = "••••"

    /// This value with every sealed one shown as that alone: neither ciphertext nor mac tells a reader anything.
    package var masked: JSONValue {
        if sealedMAC != nil { return .string(Self.mask) }
        switch self {
        case .object(let object): return .object(JSONObject(object.members.map { ($0.key, $0.value.masked) }))
        case .array(let elements): return .array(elements.map(\.masked))
        case .null, .bool, .integer, .string: return self
        }
    }
}
