import Foundation
import LedgerDomain

/// A process of `CrashWriter`.
struct WriterProcess {
    private let process = Process()
    private let output = Pipe()

    init(
        at path: String,
        writer: Int,
        first: Int = 1,
        count: Int,
        textBytes: Int = 100,
        dyingAt step: String? = nil,
        time: Int = 1
    ) throws {
        let directory = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        process.executableURL = directory.appendingPathComponent("CrashWriter")
        process.arguments =
            [path, writer, first, count, textBytes].map { "\($0)" } + (step.map { [$0, "\(time)"] } ?? [])
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
    }

    /// Waits for the end.
    func result() throws -> Result {
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ") }
        return Result(
            acknowledged: lines.compactMap { line in
                guard line.count == 2, let position = Int(line[0]), let id = UniqueID(line[1]) else { return nil }
                return Acknowledged(position: position, id: id)
            },
            longestWait: lines.last.flatMap { $0.first == "longest" ? Int($0[1]) : nil },
            wasKilled: process.terminationReason == .uncaughtSignal
        )
    }

    struct Result {
        let acknowledged: [Acknowledged]
        /// Microseconds; nil when the process did not come to its end.
        let longestWait: Int?
        let wasKilled: Bool
    }

    struct Acknowledged: Hashable {
        let position: Int
        let id: UniqueID
    }
}
