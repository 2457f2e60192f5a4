import LedgerDomain
import LedgerValues

/// The parsed parts of a key's text, `<name>+<id>+<base64(0x01 || key)>`; does not check that the id matches.
struct KeyText {
    static let ed25519: UInt8 = 0x01
    static let keyLength = 32

    let name: String
    /// Eight lower-case hexadecimal digits in a valid key.
    let id: String
    let key: [UInt8]

    init(_ text: String) throws(NoteKeyError) {
        let parts = text.utf8.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = [UInt8](base64: String(Substring(parts[2]))), let first = bytes.first else {
            throw .malformed
        }
        (name, id) = (String(Substring(parts[0])), String(Substring(parts[1])))
        guard Self.isName(name) else { throw .invalidName }
        guard first == Self.ed25519 else { throw .unknownAlgorithm(first) }
        guard bytes.count == Self.keyLength + 1 else { throw .wrongLength(bytes: bytes.count - 1) }
        key = Array(bytes.dropFirst())
    }

    static func text(name: String, id: UInt32, key: [UInt8]) -> String {
        "\(name)+\(hexadecimal(id))+\(([ed25519] + key).base64)"
    }

    static func hexadecimal(_ id: UInt32) -> String {
        bytes(of: id).hex
    }

    /// In network byte order, as before a signature.
    static func bytes(of id: UInt32) -> [UInt8] {
        stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: id >> UInt32($0)) }
    }

    /// A name has no Unicode whitespace, no plus sign and no control characters.
    static func isName(_ name: String) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0 != "+" && $0.value >= 0x20 }
    }
}
