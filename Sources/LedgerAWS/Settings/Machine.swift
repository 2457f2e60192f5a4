import Glibc
import LedgerSystem

/// Access to the files and processes that settings and credentials come from.
package struct Machine: Sendable {
    /// The bytes of a file; nil if it cannot be read.
    let contents: @Sendable (String) -> [UInt8]?
    /// Runs a program, found on `PATH`, until it ends.
    let run: @Sendable ([String], [String: String]) throws -> ChildProcess.Ending

    init(
        contents: @escaping @Sendable (String) -> [UInt8]?,
        run: @escaping @Sendable ([String], [String: String]) throws -> ChildProcess.Ending
    ) {
        (self.contents, self.run) = (contents, run)
    }

    package static let real = Machine(
        contents: { path in
            guard let stream = fopen(path, "r") else { return nil }
            defer { fclose(stream) }
            var bytes: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 4096)
            while bytes.count <= largest, case let count = fread(&buffer, 1, buffer.count, stream), count > 0 {
                bytes += buffer[..<count]
            }
            return ferror(stream) == 0 && bytes.count <= largest ? bytes : nil
        },
        run: { try ChildProcess($0, environment: $1).wait(seconds: 60) }
    )

    /// The maximum size of a file in bytes; settings files are far smaller.
    private static let largest = 1 << 20
}
