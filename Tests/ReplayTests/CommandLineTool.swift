import Foundation
import TestThreads

/// The program as it was built, in surroundings that must not matter.
struct CommandLineTool {
    /// The ledger's directory.
    let ledger: String

    struct Answer: Equatable {
        var output: [UInt8]
        var error: String
        var status: Int32

        /// As it stands in a golden file.
        func transcript(of line: String) -> String {
            var text = "$ stackledger \(line)\n" + String(decoding: output, as: UTF8.self)
            if !error.isEmpty { text += "[standard error]\n\(error)" }
            return text + "[exit \(status)]\n"
        }
    }

    /// A time zone, a locale and a terminal that would show if an answer looked at them.
    private var environment: [String: String] {
        [
            "STACKLEDGER_LEDGER": ledger, "TZ": "Asia/Kolkata", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8",
            "TERM": "xterm-256color", "COLUMNS": "40", "GITHUB_ACTOR": "nobody",
        ]
    }

    func run(_ words: [String]) throws -> Answer {
        StartsPrograms.expect()
        let process = Process()
        process.executableURL = Self.program
        process.arguments = words
        process.environment = environment
        let (output, error) = (Pipe(), Pipe())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = error
        try process.run()
        // What goes to standard error is a line or two, which a pipe holds.
        let printed = try output.fileHandleForReading.readToEnd() ?? Data()
        let told = try error.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Answer(
            output: [UInt8](printed),
            error: String(decoding: told, as: UTF8.self),
            status: process.terminationStatus
        )
    }

    /// It stands beside the tests' own program.
    private static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "stackledger")
}

/// A directory that goes away with its last use.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        path = "\(FileManager.default.temporaryDirectory.path)/stackledger-replay-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
