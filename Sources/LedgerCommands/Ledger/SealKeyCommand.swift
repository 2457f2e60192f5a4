import Glibc
import LedgerLog

/// A command of the user's own that prints the sealing keys: `pass show stackledger`.
///
/// It is run by the shell, has no standard input and a process group of its own, and what it says on standard error is
/// thrown away: nobody knows what is in it.
struct SealKeyCommand {
    private static let seconds = 10
    private static let largest = 65_536

    private let command: String

    init(_ command: String) {
        self.command = command
    }

    func output() throws(SealingError) -> String {
        do { return try run() } catch { throw .command(error) }
    }

    private func run() throws(SealCommandFault) -> String {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .notStarted(reason: Self.reason(errno)) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        defer { close(ends[0]) }
        let process: pid_t
        do {
            defer { close(ends[1]) }
            process = try start(writingTo: ends[1])
        }
        var reader = PipeReader(descriptor: ends[0], limit: Self.largest)
        let status = try wait(for: process, reading: &reader)
        guard !reader.isOver else { throw .printedTooMuch }
        guard status & 0x7F == 0 else { throw .killed(signal: status & 0x7F) }
        let code = status >> 8 & 0xFF
        guard code != 127 else { throw .notFound }
        guard code == 0 else { throw .exited(code) }
        return String(decoding: reader.bytes, as: UTF8.self)
    }

    private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}

// MARK: - The process

extension SealKeyCommand {
    private func start(writingTo output: Int32) throws(SealCommandFault) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        // This program ignores SIGPIPE, and what it starts would too.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF))
        posix_spawnattr_setpgroup(&attributes, 0)
        var words: [UnsafeMutablePointer<CChar>?] = [strdup("/bin/sh"), strdup("-c"), strdup(command), nil]
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, "/bin/sh", &actions, &attributes, &words, environ)
        guard code == 0 else { throw .notStarted(reason: Self.reason(code)) }
        return process
    }

    /// Reads until the process has ended; whatever of its group is left then, or goes on for too long, is killed.
    private func wait(for process: pid_t, reading reader: inout PipeReader) throws(SealCommandFault) -> Int32 {
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: .seconds(Self.seconds))
        var status: Int32 = 0
        while true {
            let hasEnded = waitpid(process, &status, WNOHANG) == process
            reader.read()
            if hasEnded || reader.isOver || clock.now > end {
                kill(-process, SIGKILL)
                if !hasEnded { waitpid(process, &status, 0) }
                guard hasEnded || reader.isOver else { throw .timedOut(seconds: Self.seconds) }
                return status
            }
            reader.pause()
        }
    }
}

/// What a process has written into a pipe so far.
private struct PipeReader {
    let descriptor: Int32
    let limit: Int
    private(set) var bytes: [UInt8] = []

    init(descriptor: Int32, limit: Int) {
        (self.descriptor, self.limit) = (descriptor, limit)
    }

    var isOver: Bool { bytes.count > limit }

    /// Reads what is there, without waiting for more.
    mutating func read() {
        withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 1) { buffer in
            while !isOver {
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                guard count > 0 else { return }
                bytes += buffer.prefix(count)
            }
        }
    }

    /// A little while: the end of a process is not an event of its pipe.
    func pause() { usleep(2_000) }
}
