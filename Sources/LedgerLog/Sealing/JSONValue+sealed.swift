import LedgerDomain
import LedgerValues

extension JSONValue {
    /// The object of a sealed value, if this has exactly the form that sealing produces; nil for a lookalike.
    var sealedObject: JSONObject? {
        guard case .object(let object) = self, object.count == 2,
            let sealed = object["sealed"]?.string, let mac = object["mac"]?.string,
            sealed.isSealedText, mac.utf8.count == 64, mac.utf8.allSatisfy({ $0.isLowerHexadecimal })
        else { return nil }
        return object
    }
}

extension String {
    /// Base64 of at least a key id, a nonce and a tag.
    fileprivate var isSealedText: Bool {
        guard utf8.count >= 44, utf8.count.isMultiple(of: 4) else { return false }
        let padding = utf8.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
        return utf8.dropLast(padding).allSatisfy { ByteSet.base64.contains($0) }
    }
}

extension UInt8 {
    fileprivate var isLowerHexadecimal: Bool {
        ByteSet.digits.contains(self) || UInt8(ascii: "a")...UInt8(ascii: "f") ~= self
    }
}
