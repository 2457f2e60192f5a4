/// Why bytes do not have the form of a proof.
package enum ProofTextError: Error, Equatable, Sendable {
    case tooLarge(bytes: Int)
    /// It has no empty line followed by a checkpoint.
    case noCheckpoint
    /// The first line is not the title.
    case noTitle(expected: String)
    case invalidExtra
    case invalidIndex
    case invalidOldSize
    case tooManyHashes(Int, most: Int)
    /// `line` counts from 1.
    case invalidHash(line: Int)
    case note(NoteError)
}

extension ProofTextError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooLarge(let bytes): "the proof has \(bytes) bytes; the maximum is \(ProofText.largest)"
        case .noCheckpoint: "the proof has no checkpoint"
        case .noTitle(let expected): "the first line of the proof is not '\(expected)'"
        case .invalidExtra: "the proof's extra data is not base64"
        case .invalidIndex: "the proof has no line 'index' with a number from 0 to 2^62"
        case .invalidOldSize: "the proof does not begin with 'old' and a number from 0 to 2^62"
        case .tooManyHashes(let count, let most): "the proof has \(count) hashes; the maximum is \(most)"
        case .invalidHash(let line): "line \(line) of the proof is not a 32-byte hash in base64"
        case .note(let error): error.description
        }
    }
}
