/// Why a note is not a checkpoint, or none to be trusted.
package enum CheckpointError: Error, Equatable, Sendable {
    case note(NoteError)
    /// Fewer than origin, size and root.
    case incomplete(lines: Int)
    /// `line` counts from 1.
    case emptyLine(Int)
    case invalidSize
    case invalidRoot
    /// A key that is trusted signed it, but not one of the log that it speaks of.
    case foreignKey(name: String, origin: String)
}

extension CheckpointError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .note(let error): error.description
        case .incomplete(let lines): "a checkpoint of \(lines) lines; it has origin, size and root"
        case .emptyLine(let line): "line \(line) of the checkpoint is empty"
        case .invalidSize: "the checkpoint's size is not a number from 0 to 2^62"
        case .invalidRoot: "the checkpoint's root is not a hash of 32 bytes in base64"
        case .foreignKey(let name, let origin): "'\(name)' signed a checkpoint of another log, '\(origin)'"
        }
    }
}
