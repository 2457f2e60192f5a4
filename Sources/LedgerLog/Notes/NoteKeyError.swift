/// Why a text is not the key of a note's signer.
///
/// Says nothing of what the text holds: it may be a secret.
package enum NoteKeyError: Error, Equatable, Sendable {
    /// Not of the form that is looked for.
    case malformed
    /// A private key, where the public one is asked for.
    case isPrivate
    case invalidName
    /// Anything but 0x01, Ed25519.
    case unknownAlgorithm(UInt8)
    case wrongLength(bytes: Int)
    /// The id is not that of this name and key: one of the three was changed.
    case idDiffers(name: String)
}

extension NoteKeyError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed: "not a key: a key is <name>+<id in 8 hexadecimal digits>+<base64>"
        case .isPrivate: "a private key, where the public one is asked for"
        case .invalidName: "a key's name is a text without spaces, plus signs and control characters"
        case .unknownAlgorithm(let number): "unknown key algorithm \(number); 1 (Ed25519) is known"
        case .wrongLength(let bytes): "an Ed25519 key of \(bytes) bytes; it has 32"
        case .idDiffers(let name): "the key '\(name)' does not have the id that it is written with"
        }
    }
}
