import Glibc
import Synchronization

/// Standard output, buffered until ``flush()``.
enum StandardOutput {
    private static let buffer = Mutex<[UInt8]>([])
    /// The first error of a write; what comes after it would leave a gap.
    private static let failure = Mutex<OutputError?>(nil)

    /// Writes text for people, line by line, with everything escaped that could disturb a terminal but our own colours.
    static func write(_ text: String) {
        write(Array(text.escapingControlsInLines.utf8))
    }

    /// Writes JSON, with the same escaped as JSON escapes it.
    static func write(json: String) {
        write(Array(json.escapedInJSON.utf8))
    }

    /// Writes bytes for a program, unchanged.
    static func write(_ bytes: [UInt8]) {
        let isFull = buffer.withLock { buffer in
            buffer.append(contentsOf: bytes)
            return buffer.count >= 1 << 16
        }
        // What fails here is thrown by the last flush.
        if isFull { try? flush() }
    }

    /// Writes out what is buffered.
    ///
    /// A reader that has gone (`head`) ends the program in silence; any other error is thrown, by this call and by all
    /// that follow.
    static func flush() throws(OutputError) {
        let bytes = buffer.withLock { buffer in
            defer { buffer.removeAll(keepingCapacity: true) }
            return buffer
        }
        if let failure = failure.withLock(\.self) { throw failure }
        switch writeAll(bytes, to: STDOUT_FILENO) {
        case 0: return
        case EPIPE: exit(0)
        case let code:
            let error = OutputError(code: code)
            failure.withLock { $0 = error }
            throw error
        }
    }
}

/// Standard output took no more: what was printed is not whole.
struct OutputError: Error {
    let code: Int32
}

/// Standard error, not buffered.
enum StandardError {
    static func write(_ text: String) {
        draw(text.escapingControlsInLines)
    }

    /// Writes text of our own, which may move the cursor.
    static func draw(_ text: String) {
        _ = writeAll(Array(text.utf8), to: STDERR_FILENO)
    }

    /// A note, which is neither data nor an error; one line, after what has been printed so far.
    static func note(_ text: String) {
        try? StandardOutput.flush()
        write(text.escapingControls + "\n")
    }
}

/// Writes everything; returns 0 or the error's code.
private func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
        let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if written >= 0 { rest = rest.dropFirst(written) } else if errno != EINTR { return errno }
    }
    return 0
}
