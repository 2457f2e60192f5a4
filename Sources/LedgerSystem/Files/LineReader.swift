import Glibc

/// Reads a file, or standard input as `-`, line by line, in constant memory.
package struct LineReader: ~Copyable {
    package struct Line: Sendable {
        /// The first is 1.
        package let number: Int
        /// Without the newline, and without a carriage return before it.
        package let bytes: [UInt8]
        /// Whether a carriage return was left out.
        package let hadReturn: Bool
        /// Whether a newline followed; the last line of a file that was cut off has none.
        package let isTerminated: Bool
    }

    package let path: String
    /// Bytes in the file, nil where that cannot be known.
    package let size: Int?
    package private(set) var bytesRead = 0
    private let descriptor: Int32
    private let longest: Int
    private var buffer: [UInt8] = []
    private var start = 0
    private var lineNumber = 0

    /// Lines over `longest` bytes are refused before they fill the memory.
    package init(path: String, longest: Int) throws(LineReaderError) {
        self.path = path
        self.longest = longest
        descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw LineReaderError.unreadable(path: path, code: errno) }
        var status = stat()
        fstat(descriptor, &status)
        if status.st_mode & S_IFMT == S_IFDIR { throw LineReaderError.unreadable(path: path, code: EISDIR) }
        size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    }

    deinit {
        if descriptor != STDIN_FILENO { close(descriptor) }
    }

    package mutating func next() throws(LineReaderError) -> Line? {
        var searched = start
        while true {
            if let end = newline(from: searched) {
                defer { start = end + 1 }
                return line(upTo: end, isTerminated: true)
            }
            searched = buffer.count - start
            guard buffer.count - start <= longest else { throw tooLong }
            guard try fill() else { break }
        }
        guard start < buffer.count else { return nil }
        defer { start = buffer.count }
        return line(upTo: buffer.count, isTerminated: false)
    }

    /// The next bytes as they are, for a caller that finds the lines itself; nil at the end.
    package mutating func nextBytes() throws(LineReaderError) -> [UInt8]? {
        if start == buffer.count, !(try fill()) { return nil }
        defer { start = buffer.count }
        return Array(buffer[start...])
    }

    private func newline(from start: Int) -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard let first = bytes.baseAddress,
                let found = memchr(first + start, Int32(UInt8(ascii: "\n")), bytes.count - start)
            else { return nil }
            return UnsafeRawPointer(found) - first
        }
    }

    private mutating func line(upTo end: Int, isTerminated: Bool) -> Line {
        lineNumber += 1
        let hasReturn = end > start && buffer[end - 1] == UInt8(ascii: "\r")
        return Line(
            number: lineNumber,
            bytes: Array(buffer[start..<(hasReturn ? end - 1 : end)]),
            hadReturn: hasReturn,
            isTerminated: isTerminated
        )
    }

    /// Reads more; false at the end.
    private mutating func fill() throws(LineReaderError) -> Bool {
        buffer.removeFirst(start)
        start = 0
        let chunk = 1 << 18
        let kept = buffer.count
        var count = 0
        var code: Int32 = 0
        buffer.append(contentsOf: repeatElement(0, count: chunk))
        repeat {
            count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress?.advanced(by: kept), chunk) }
            code = count < 0 ? errno : 0
        } while code == EINTR
        buffer.removeLast(chunk - max(0, count))
        if code != 0 { throw LineReaderError.unreadable(path: path, code: code) }
        bytesRead += count
        return count > 0
    }

    private var tooLong: LineReaderError {
        .tooLong(place: "\(displayName), line \(lineNumber + 1)", longest: longest)
    }

    /// How the file is named in a message.
    package var displayName: String { path == "-" ? "standard input" : path }
}

/// Why a line cannot be read.
package enum LineReaderError: Error, Equatable, Sendable {
    case unreadable(path: String, code: Int32)
    case tooLong(place: String, longest: Int)
}
