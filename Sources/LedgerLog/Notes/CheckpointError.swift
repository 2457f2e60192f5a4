/// Why a note is not a checkpoint, or not a trusted one.
package enum CheckpointError: Error, Equatable, Sendable {
    case note(NoteError)
    /// Fewer lines than origin, size and root.
    case incomplete(lines: Int)
    /// `line` counts from 1.
    case emptyLine(Int)
    case invalidSize
    case invalidRoot
    /// A trusted key signed it, but that key is for another log.
    case foreignKey(name: String, origin: String)
}

extension CheckpointError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .note(let error): error.description
        case .incomplete(let lines): "the checkpoint has \(lines) lines; it needs origin, size and root"
        case .emptyLine(let line): "line \(line) of the checkpoint is empty"
        case .invalidSize: "the checkpoint's size is not a number from 0 to 2^62"
        case .invalidRoot: "the checkpoint's root is not a 32-byte hash in base64"
        case .foreignKey(let name, let origin): "'\(name)' signed a checkpoint of another log, '\(origin)'"
        }
    }
}
