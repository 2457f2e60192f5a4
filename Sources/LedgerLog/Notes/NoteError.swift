/// Why a text is not a signed note, or not a trusted one.
package enum NoteError: Error, Equatable, Sendable {
    case tooLarge(bytes: Int)
    case invalidUTF8
    /// A control character other than newline; `line` counts from 1.
    case controlCharacter(line: Int)
    /// The text or the last signature does not end with a newline.
    case unterminated
    /// It has no empty line followed by signatures.
    case unsigned
    /// `number` counts from 1.
    case malformedSignature(number: Int)
    case tooManySignatures(Int)

    /// A signature in the name of a trusted key does not match: the text was changed.
    case badSignature(key: String)
    /// No trusted key signed it.
    case unknownKeys
}

extension NoteError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooLarge(let bytes): "the note has \(bytes) bytes; the maximum is \(SignedNote.largest)"
        case .invalidUTF8: "the note is not valid UTF-8"
        case .controlCharacter(let line): "line \(line) of the note has a control character"
        case .unterminated: "the note does not end with a newline"
        case .unsigned: "the note has no signatures"
        case .malformedSignature(let number): "signature \(number) of the note is malformed"
        case .tooManySignatures(let count):
            "the note has \(count) signatures; the maximum is \(SignedNote.mostSignatures)"
        case .badSignature(let key): "the signature by '\(key)' does not match the text"
        case .unknownKeys: "no known key signed it"
        }
    }
}
