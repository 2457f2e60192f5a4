import Crypto
import LedgerDomain
import LedgerValues

/// A secret that seals a ledger's values.
///
/// Its 32 bytes derive four keys (RFC 5869, HKDF-SHA256): for encryption, equality, fingerprints and acts.
package struct SealingKey: Sendable {
    package static let length = 32
    private static let idLength = 4

    private let encryption, equality, fingerprint, act: SymmetricKey
    /// Identifies the key without revealing it; the first bytes of every sealed value.
    package let id: [UInt8]

    /// Nil unless there are exactly ``length`` bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        let secret = SymmetricKey(data: bytes)
        func derived(_ purpose: String, length: Int = 32) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: secret,
                info: Array("stackledger \(purpose)".utf8),
                outputByteCount: length
            )
        }
        encryption = derived("seal")
        equality = derived("mac")
        fingerprint = derived("fingerprint")
        act = derived("act v1")
        id = derived("id", length: 16).withUnsafeBytes { Array($0.prefix(Self.idLength)) }
    }

    /// A new key's bytes, from the system's random source.
    package static func generate() -> [UInt8] {
        SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
    }
}

/// Why a sealed value cannot be opened.
package enum UnsealError: Error, Equatable, Sendable {
    /// The key that sealed it is not in the ring.
    case otherKey(id: String)
    /// The value was changed, or moved from its path or to another account or region.
    case damaged
}

extension SealingKey {
    /// Seals a value with AES-256-GCM under a random nonce, and adds `mac`, an HMAC-SHA256, for comparison.
    ///
    /// Account and region, and the path (task definition family, container, name) are the associated data, so a sealed
    /// value cannot be moved. The mac covers only name and value: the same variable with the same value has the same mac
    /// in every account and family, so stages can be compared.
    func seal(_ value: String, at path: SealPath, in registry: Registry?, mac: String) -> JSONValue {
        let plain = Array(value.utf8)
        guard let box = try? AES.GCM.seal(plain, using: encryption, authenticating: path.bytes(in: registry)) else {
            preconditionFailure("AES-GCM takes any value under 64 GiB (NIST SP 800-38D §5.2.1.1)")
        }
        let sealed = id + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
        return ["sealed": .string(sealed.base64), "mac": .string(mac)]
    }

    /// The id of the key that sealed a value.
    static func id(of sealed: JSONObject) -> [UInt8]? {
        guard let bytes = sealed["sealed"]?.string.flatMap([UInt8].init(base64:)), bytes.count > idLength else {
            return nil
        }
        return Array(bytes.prefix(idLength))
    }

    /// Opens a value that this key sealed; throws ``UnsealError/damaged`` for any other.
    ///
    /// Values of a stage's own events, such as the definition that a request brings from a file, belong to no account or
    /// region; earlier versions sealed all of them so.
    func open(_ sealed: JSONObject, at path: SealPath, in registry: Registry?) throws(UnsealError) -> String {
        guard let bytes = sealed["sealed"]?.string.flatMap([UInt8].init(base64:)), bytes.starts(with: id) else {
            throw .damaged
        }
        guard let box = try? AES.GCM.SealedBox(combined: bytes.dropFirst(id.count)),
            let plain = opened(box, path.bytes(in: registry)) ?? opened(box, path.bytes(in: nil))
                ?? opened(box, path.earlierBytes),
            let value = String(validating: plain, as: UTF8.self)
        else { throw .damaged }
        return value
    }

    private func opened(_ box: AES.GCM.SealedBox, _ associated: [UInt8]) -> [UInt8]? {
        (try? AES.GCM.open(box, using: encryption, authenticating: associated)).map { Array($0) }
    }

    /// Equal for equal names and values under one key.
    func mac(of value: String, named name: String) -> String {
        Self.hmac("\(name.utf8.count):\(name)\(value)", under: equality)
    }

    /// A keyed hash of a task definition's body.
    ///
    /// Equal bodies have equal fingerprints; values cannot be guessed from it.
    func fingerprint(of body: JSONValue) -> String {
        Self.hmac(CanonicalJSON.text(body), under: fingerprint)
    }

    private static func hmac(_ text: String, under key: SymmetricKey) -> String {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)).hex
    }
}

// MARK: - Acts

extension SealingKey {
    /// What ``ActKeys`` signs with this key.
    func actMac(of message: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: message, using: act))
    }

    /// Compares in constant time.
    func isActMac(_ mac: [UInt8], of message: [UInt8]) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(mac, authenticating: message, using: act)
    }
}
