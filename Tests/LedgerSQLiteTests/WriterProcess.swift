import Foundation
import LedgerDomain
import LedgerValues
import TestThreads

/// A running `CrashWriter` process.
struct WriterProcess {
    private let id: pid_t
    private let output: FileHandle

    init(
        at path: String,
        writer: Int,
        first: Int = 1,
        count: Int,
        textBytes: Int = 100,
        dyingAt step: String? = nil,
        time: Int = 1
    ) throws {
        let numbers = [writer, first, count, textBytes].map { "\($0)" }
        let program = try Self.program()
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw POSIXError(.EMFILE) }
        // If a writer inherited another's pipe, that one's reader would block.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        output = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        id = try Self.spawn([program, path] + numbers + (step.map { [$0, "\(time)"] } ?? []), output: ends[1])
    }

    private static func program() throws -> String {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("CrashWriter").path
    }

    private static func spawn(_ arguments: [String], output: Int32) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var words = arguments.map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var id: pid_t = 0
        let result = posix_spawn(&id, arguments[0], &actions, nil, &words, environ)
        close(output)
        guard result == 0 else { throw POSIXError(.ENOENT) }
        return id
    }

    func kill() {
        Glibc.kill(id, SIGKILL)
    }

    /// Waits for the process to end.
    func result() throws -> Result {
        StartsPrograms.expect()
        let data = try output.readToEnd() ?? Data()
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ") }
        return Result(
            acknowledged: lines.compactMap { line in
                guard line.count == 2, let position = Int(line[0]), let id = UniqueID(line[1]) else { return nil }
                return Acknowledged(position: position, id: id)
            },
            longestWait: lines.last.flatMap { $0.first == "longest" ? Int($0[1]) : nil },
            wasKilled: status & 0x7F == SIGKILL
        )
    }

    struct Result {
        let acknowledged: [Acknowledged]
        /// In microseconds; nil if the process did not finish.
        let longestWait: Int?
        let wasKilled: Bool
    }

    struct Acknowledged: Hashable {
        let position: Int
        let id: UniqueID
    }
}
