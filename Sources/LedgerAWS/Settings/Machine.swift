import Glibc
import LedgerSystem

/// Access to the files and processes that settings and credentials come from.
package struct Machine: Sendable {
    /// The bytes of a file; nil if it cannot be read.
    let contents: @Sendable (String) -> [UInt8]?
    /// The bytes of a settings file; nil if it cannot be read, or is not a regular file.
    ///
    /// AWS's own tools take anything else for missing, a pipe as in `AWS_CONFIG_FILE=<(…)` too: to read it could wait for
    /// ever.
    let settings: @Sendable (String) -> [UInt8]?
    /// Runs a program, found on `PATH`, until it ends.
    let run: @Sendable ([String], [String: String]) throws -> ChildProcess.Ending

    init(
        contents: @escaping @Sendable (String) -> [UInt8]?,
        settings: (@Sendable (String) -> [UInt8]?)? = nil,
        run: @escaping @Sendable ([String], [String: String]) throws -> ChildProcess.Ending
    ) {
        (self.contents, self.settings, self.run) = (contents, settings ?? contents, run)
    }

    package static let real = Machine(
        contents: { path in fopen(path, "r").flatMap(bytes) },
        settings: { path in
            // Open so that a pipe is not waited for.
            let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
            guard descriptor >= 0 else { return nil }
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                close(descriptor)
                return nil
            }
            return fdopen(descriptor, "r").flatMap(bytes)
        },
        run: { try ChildProcess($0, environment: $1).wait(seconds: 60) }
    )

    /// Reads to the end, and closes the stream.
    @Sendable private static func bytes(of stream: UnsafeMutablePointer<FILE>) -> [UInt8]? {
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while bytes.count <= largest, case let count = fread(&buffer, 1, buffer.count, stream), count > 0 {
            bytes += buffer[..<count]
        }
        return ferror(stream) == 0 && bytes.count <= largest ? bytes : nil
    }

    /// The maximum size of a file in bytes; settings files are far smaller.
    private static let largest = 1 << 20
}
