/// Why a text is not a note signer's key.
///
/// Never contains the text, which may be a secret.
package enum NoteKeyError: Error, Equatable, Sendable {
    /// The text does not have the form of a key.
    case malformed
    /// A private key where a public key is expected.
    case isPrivate
    case invalidName
    /// Any algorithm other than 0x01, Ed25519.
    case unknownAlgorithm(UInt8)
    case wrongLength(bytes: Int)
    /// The id does not match the name and key: one of the three was changed.
    case idDiffers(name: String)
}

extension NoteKeyError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed: "not a key; expected <name>+<id in 8 hexadecimal digits>+<base64>"
        case .isPrivate: "this is a private key; expected a public key"
        case .invalidName: "a key's name cannot be empty or have spaces, plus signs or control characters"
        case .unknownAlgorithm(let number): "unknown key algorithm \(number); only 1 (Ed25519) is supported"
        case .wrongLength(let bytes): "the Ed25519 key has \(bytes) bytes instead of 32"
        case .idDiffers(let name): "the id of the key '\(name)' does not match it"
        }
    }
}
