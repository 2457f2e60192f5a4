import LedgerValues

/// A text signed by one or more keys (C2SP signed-note).
///
/// Do not trust the text before ``verified(by:)``. ``bytes`` equal those that were read.
package struct SignedNote: Equatable, Sendable {
    /// The maximum size of a note with its signatures, in bytes.
    package static let largest = 1 << 20
    package static let mostSignatures = 100

    /// Ends with a newline.
    package let text: String
    package private(set) var signatures: [Signature]

    package struct Signature: Equatable, Sendable {
        package let name: String
        package let id: UInt32
        /// At least one byte; the meaning depends on the key's algorithm.
        package let bytes: [UInt8]
    }

    /// Signs a text, which must end with a newline and have no other control characters.
    package init(text: String, signedBy signer: NoteSigner) throws(NoteError) {
        guard text.utf8.last == Self.newline else { throw .unterminated }
        try Self.requirePlain(Array(text.utf8))
        (self.text, signatures) = (text, [])
        try sign(by: signer)
    }

    /// Adds the signer's signature, or replaces its earlier one.
    package mutating func sign(by signer: NoteSigner) throws(NoteError) {
        let key = signer.verifierKey
        var signed = signatures.filter { !$0.isBy(key) }
        guard signed.count < Self.mostSignatures else { throw .tooManySignatures(signed.count + 1) }
        signed.append(Signature(name: key.name, id: key.id, bytes: signer.signature(of: Array(text.utf8))))
        let size = Self.bytes(text, signed).count
        guard size <= Self.largest else { throw .tooLarge(bytes: size) }
        signatures = signed
    }

    /// Returns those of `keys` that signed the note; ignores signatures by other keys.
    ///
    /// - Throws: ``NoteError/badSignature(key:)`` if any signature in the name of one of `keys` is wrong, and
    ///   ``NoteError/unknownKeys`` if none of them signed.
    @discardableResult
    package func verified(by keys: [VerifierKey]) throws(NoteError) -> [VerifierKey] {
        let text = Array(text.utf8)
        var signers: [VerifierKey] = []
        for signature in signatures {
            let named = keys.filter(signature.isBy)
            guard let first = named.first else { continue }
            guard let signer = named.first(where: { $0.isValid(signature.bytes, of: text) }) else {
                throw .badSignature(key: first.name)
            }
            if !signers.contains(signer) { signers.append(signer) }
        }
        guard !signers.isEmpty else { throw .unknownKeys }
        return signers
    }

    package var bytes: [UInt8] { Self.bytes(text, signatures) }

    private static func bytes(_ text: String, _ signatures: [Signature]) -> [UInt8] {
        Array(text.utf8) + [newline] + signatures.flatMap { Array("\($0)\n".utf8) }
    }
}

extension SignedNote {
    private static let newline = UInt8(ascii: "\n")

    package init(_ bytes: [UInt8]) throws(NoteError) {
        guard bytes.count <= Self.largest else { throw .tooLarge(bytes: bytes.count) }
        guard let whole = String(validating: bytes, as: UTF8.self) else { throw .invalidUTF8 }
        try Self.requirePlain(bytes)
        guard bytes.last == Self.newline else { throw .unterminated }
        guard let end = Self.endOfText(bytes), end + 1 < bytes.count else { throw .unsigned }
        let lines = bytes[(end + 1)...].dropLast().split(separator: Self.newline, omittingEmptySubsequences: false)
        guard lines.count <= Self.mostSignatures else { throw .tooManySignatures(lines.count) }
        text = String(Substring(whole.utf8.prefix(end)))
        signatures = []
        for (index, line) in lines.enumerated() {
            guard let signature = Signature(line) else { throw .malformedSignature(number: index + 1) }
            signatures.append(signature)
        }
    }

    /// The index of the last empty line.
    private static func endOfText(_ bytes: [UInt8]) -> Int? {
        bytes.indices.dropFirst().last { bytes[$0] == newline && bytes[$0 - 1] == newline }
    }

    private static func requirePlain(_ bytes: [UInt8]) throws(NoteError) {
        guard let place = bytes.firstIndex(where: { $0 < 0x20 && $0 != newline }) else { return }
        throw .controlCharacter(line: 1 + bytes[..<place].count { $0 == newline })
    }
}

extension SignedNote.Signature: CustomStringConvertible {
    private static let mark = Array("— ".utf8)

    /// The signature's line in a note.
    package var description: String { "— \(name) \(encoded)" }

    /// The key's id and the signature, as the line has them.
    var encoded: String { (KeyText.bytes(of: id) + bytes).base64 }

    fileprivate init?(_ line: ArraySlice<UInt8>) {
        guard line.starts(with: Self.mark) else { return nil }
        let parts = line.dropFirst(Self.mark.count).split(
            separator: UInt8(ascii: " "),
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        guard parts.count == 2, let bytes = [UInt8](base64: String(decoding: parts[1], as: UTF8.self)) else {
            return nil
        }
        let name = String(decoding: parts[0], as: UTF8.self)
        guard KeyText.isName(name), bytes.count > 4 else { return nil }
        self.init(
            name: name,
            id: bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) },
            bytes: Array(bytes.dropFirst(4))
        )
    }

    fileprivate func isBy(_ key: VerifierKey) -> Bool {
        id == key.id && name.utf8.elementsEqual(key.name.utf8)
    }
}
