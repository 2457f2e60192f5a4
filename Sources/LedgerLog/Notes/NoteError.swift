/// Why a text is not a signed note, or none to be trusted.
package enum NoteError: Error, Equatable, Sendable {
    case tooLarge(bytes: Int)
    case invalidUTF8
    /// A control character other than newline; `line` counts from 1.
    case controlCharacter(line: Int)
    /// The text does not end with a newline, or the last signature does not.
    case unterminated
    /// No empty line with signatures after it.
    case unsigned
    /// `number` counts from 1.
    case malformedSignature(number: Int)
    case tooManySignatures(Int)

    /// A key that is trusted did not sign this text: something in it was changed.
    case badSignature(key: String)
    /// Nobody who is trusted has signed it.
    case unknownKeys
}

extension NoteError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooLarge(let bytes): "a note of \(bytes) bytes; at most \(SignedNote.largest) are allowed"
        case .invalidUTF8: "invalid UTF-8 in a note"
        case .controlCharacter(let line): "a control character in line \(line) of a note"
        case .unterminated: "a note that does not end with a newline"
        case .unsigned: "a note without signatures"
        case .malformedSignature(let number): "signature \(number) of the note is malformed"
        case .tooManySignatures(let count):
            "a note with \(count) signatures; at most \(SignedNote.mostSignatures) are allowed"
        case .badSignature(let key): "the signature by '\(key)' is not of this text"
        case .unknownKeys: "signed by no known key"
        }
    }
}
