import Crypto

/// An Ed25519 private key that signs notes.
///
/// Its text is `PRIVATE+KEY+<name>+<id>+<base64(0x01 || seed)>`.
///
/// The text has the form of Go's `note` package. ``description`` shows only the public key, so that the private one is
/// not printed by mistake.
package struct NoteSigner: Sendable, CustomStringConvertible {
    static let prefix = "PRIVATE+KEY+"

    private let key: Curve25519.Signing.PrivateKey
    package let verifierKey: VerifierKey

    /// Makes a key from a seed of 32 bytes (RFC 8032 §5.1.5).
    package init(name: String, seed: [UInt8]) throws(NoteKeyError) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            throw .wrongLength(bytes: seed.count)
        }
        try self.init(name: name, key: key)
    }

    private init(name: String, key: Curve25519.Signing.PrivateKey) throws(NoteKeyError) {
        verifierKey = try VerifierKey(name: name, publicKey: Array(key.publicKey.rawRepresentation))
        self.key = key
    }

    /// A new key, from the system's random source.
    package static func generate(name: String) throws(NoteKeyError) -> NoteSigner {
        try NoteSigner(name: name, key: Curve25519.Signing.PrivateKey())
    }

    package init(_ text: String) throws(NoteKeyError) {
        guard text.utf8.starts(with: Self.prefix.utf8) else { throw .malformed }
        let parts = try KeyText(String(text.unicodeScalars.dropFirst(Self.prefix.utf8.count)))
        try self.init(name: parts.name, seed: parts.key)
        guard parts.id == KeyText.hexadecimal(verifierKey.id) else { throw .idDiffers(name: parts.name) }
    }

    /// The private key as text: a secret.
    package var privateText: String {
        Self.prefix + KeyText.text(name: verifierKey.name, id: verifierKey.id, key: Array(key.rawRepresentation))
    }

    package var description: String { verifierKey.description }

    func signature(of text: [UInt8]) -> [UInt8] {
        guard let signature = try? key.signature(for: text) else {
            preconditionFailure("Ed25519 signs any text (RFC 8032 §5.1.6)")
        }
        return Array(signature)
    }
}
