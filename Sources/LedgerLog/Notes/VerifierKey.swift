import Crypto

/// The Ed25519 public key of a note signer.
///
/// Its text is `<name>+<id>+<base64(0x01 || key)>`.
///
/// The text has the form of C2SP signed-note and of Go's `note` package.
package struct VerifierKey: Hashable, Sendable {
    package let name: String
    /// The first four bytes of SHA-256(name || 0x0A || 0x01 || key).
    ///
    /// Distinguishes keys; proves nothing.
    package let id: UInt32
    package let publicKey: [UInt8]

    package init(name: String, publicKey: [UInt8]) throws(NoteKeyError) {
        guard KeyText.isName(name) else { throw .invalidName }
        guard publicKey.count == KeyText.keyLength else { throw .wrongLength(bytes: publicKey.count) }
        (self.name, self.publicKey) = (name, publicKey)
        let hash = SHA256Hash(of: Array(name.utf8), [0x0A, KeyText.ed25519], publicKey)
        id = hash.bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Eight hexadecimal digits.
    package var idText: String { KeyText.hexadecimal(id) }

    package init(_ text: String) throws(NoteKeyError) {
        guard !text.utf8.starts(with: NoteSigner.prefix.utf8) else { throw .isPrivate }
        let parts = try KeyText(text)
        try self.init(name: parts.name, publicKey: parts.key)
        guard parts.id == KeyText.hexadecimal(id) else { throw .idDiffers(name: name) }
    }

    /// Whether this key signed `text`.
    func isValid(_ signature: [UInt8], of text: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: text)
    }

    /// Compares bytes: names that only look the same differ.
    package static func == (left: VerifierKey, right: VerifierKey) -> Bool {
        left.id == right.id && left.publicKey == right.publicKey && left.name.utf8.elementsEqual(right.name.utf8)
    }
}

extension VerifierKey: CustomStringConvertible {
    package var description: String { KeyText.text(name: name, id: id, key: publicKey) }
}
