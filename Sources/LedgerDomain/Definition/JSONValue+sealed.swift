package import LedgerValues

extension JSONObject {
    /// This object with each sealed value replaced by its mac: one value sealed twice has two texts, but one mac.
    package var withoutSealing: JSONObject {
        guard case .object(let object) = JSONValue.object(self).withoutSealing else { return self }
        return object
    }
}

extension JSONValue {
    /// The mac of a sealed value, `{"sealed": …, "mac": …}`; nil for any other value.
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

    /// The macs of all sealed values in here, in order.
    package var macs: [String] {
        if let mac = sealedMAC { return [mac] }
        return switch self {
        case .object(let object): object.members.flatMap(\.value.macs)
        case .array(let elements): elements.flatMap(\.macs)
        case .null, .bool, .integer, .string: []
        }
    }

    package static let mask = "••••"

    /// This value with every sealed value as ``mask``: ciphertext and mac tell a reader nothing.
    package var masked: JSONValue {
        if sealedMAC != nil { return .string(Self.mask) }
        switch self {
        case .object(let object): return .object(JSONObject(object.members.map { ($0.key, $0.value.masked) }))
        case .array(let elements): return .array(elements.map(\.masked))
        case .null, .bool, .integer, .string: return self
        }
    }
}
