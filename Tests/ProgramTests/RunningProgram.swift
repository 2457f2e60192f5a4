import Foundation
import TestThreads

/// A process of the built program, its output kept in files: nothing waits on a pipe.
final class RunningProgram: Sendable {
    private let id: pid_t
    private let directory: TemporaryDirectory

    /// Standard input is a file, empty by default.
    init(
        _ words: [String],
        input: [UInt8] = [],
        environment: [String: String],
        workingDirectory: String
    ) throws {
        directory = try TemporaryDirectory()
        try Data(input).write(to: URL(fileURLWithPath: "\(directory.path)/0"))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "\(directory.path)/0", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "\(directory.path)/1", O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, "\(directory.path)/2", O_WRONLY | O_CREAT, 0o600)
        // Threads that run tests block signals, which a child would inherit.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        // glibc's own way to change the directory is hidden from Swift.
        var arguments = (["/usr/bin/env", "-C", workingDirectory] + words).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { (arguments + variables).forEach { free($0) } }
        var id: pid_t = 0
        let result = posix_spawn(&id, "/usr/bin/env", &actions, &attributes, &arguments, &variables)
        guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: result) ?? .ENOENT) }
        self.id = id
    }

    /// The program that was built with these tests.
    static let path: String = {
        let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: tests ?? "").deletingLastPathComponent().appendingPathComponent("stackledger").path
    }()

    /// What it has printed by now.
    var output: String { String(decoding: read("1"), as: UTF8.self) }

    /// Not ended yet; whoever asks for the answer ends it for good.
    var isRunning: Bool {
        var info = siginfo_t()
        return waitid(P_PID, id_t(id), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_signo == 0
    }

    func signal(_ signal: Int32) { kill(id, signal) }

    /// Waits for the end; a process that takes longer is killed.
    func answer(within limit: TimeInterval = 60) -> Answer {
        StartsPrograms.expect()
        let timeout = DispatchWorkItem { [id] in kill(id, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + limit, execute: timeout)
        // The process keeps its number until `waitpid`, so that no other can be killed in its place.
        var end = siginfo_t()
        while waitid(P_PID, id_t(id), &end, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        timeout.cancel()
        var status: Int32 = 0
        waitpid(id, &status, 0)
        return Answer(
            status: status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F,
            bytes: read("1"),
            error: String(decoding: read("2"), as: UTF8.self)
        )
    }

    private func read(_ name: String) -> [UInt8] {
        (FileManager.default.contents(atPath: "\(directory.path)/\(name)")).map { Array($0) } ?? []
    }
}

/// How a process ended.
struct Answer: Equatable {
    /// As a shell tells it: 128 and the signal's number for a process that was killed.
    let status: Int32
    let bytes: [UInt8]
    let error: String

    var output: String { String(decoding: bytes, as: UTF8.self) }
    var lines: [String] { output.split(separator: "\n").map(String.init) }
    var errorLines: [String] { error.split(separator: "\n").map(String.init) }
}
