import Glibc
import LedgerValues
import Synchronization

/// A running program and its output.
///
/// The signals that ask this program to end are held back in the calling thread from the start until ``wait(seconds:limit:)``
/// returns, so that none comes between and leaves the child behind.
package struct ChildProcess {
    package enum Isolation: Sendable {
        /// It may use the terminal, if there is one; its standard error is captured.
        case terminal
        /// Its standard error is discarded.
        case processGroup
    }

    package struct Ending: Sendable, Concealed {
        package enum Cause: Equatable, Sendable {
            case exited(Int32)
            case killed(signal: Int32)
            /// It was killed because it ran for too long or printed too much.
            case timedOut, printedTooMuch
        }

        package let cause: Cause
        package let output, error: [UInt8]

        package init(_ cause: Cause, output: [UInt8] = [], error: [UInt8] = []) {
            (self.cause, self.output, self.error) = (cause, output, error)
        }

        /// The status as a shell reports it: 128 plus the signal's number if it was killed.
        package var status: Int32 {
            switch cause {
            case .exited(let status): status
            case .killed(let signal): 128 + signal
            case .timedOut, .printedTooMuch: 128 + SIGKILL
            }
        }
    }

    private let id: pid_t
    /// It has its own process group, which is killed with it; not if it may use the terminal, which is this group's.
    private let hasGroup: Bool
    private let output, error: Int32
    private let asked: EndRequests
    /// Those that run, which end with this program; groups are negative, as for `kill`.
    private static let running = Mutex<Set<pid_t>>([])

    /// Starts `words[0]`, found on `PATH`; it never gets the sealing keys.
    package init(
        _ words: [String],
        environment: [String: String] = Environment.forChildren(),
        isolation: Isolation = .terminal
    ) throws(SystemError) {
        let hasGroup = isolation == .processGroup || !Self.hasTerminal
        let outputs = try Self.pipe()
        let errors = try Self.pipe()
        var id: pid_t = 0
        let variables = Environment.withoutSecrets(environment)
        let errorPipe = isolation == .processGroup ? nil : errors[1]
        let asked = EndRequests()
        let code = Self.spawn(&id, words, variables, hasGroup: hasGroup, output: outputs[1], error: errorPipe)
        close(outputs[1])
        close(errors[1])
        guard code == 0 else {
            close(outputs[0])
            close(errors[0])
            asked.letThrough()
            throw SystemError(code)
        }
        (self.id, self.hasGroup, output, error, self.asked) = (id, hasGroup, outputs[0], errors[0], asked)
        let target = killed
        Self.running.withLock { _ = $0.insert(target) }
    }

    private static var hasTerminal: Bool {
        let descriptor = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        close(descriptor)
        return true
    }

    /// What `kill` kills.
    private var killed: pid_t { hasGroup ? -id : id }

    /// Ends all that run, before this program does.
    static func endAll() {
        running.withLock { running in
            for target in running { kill(target, SIGKILL) }
        }
    }

    /// Reads the output until the process ends; kills it if it runs too long or prints more than `limit` bytes, and when
    /// this program is asked to end.
    ///
    /// Later output of processes that it leaves behind is lost.
    package func wait(seconds: Int, limit: Int = 1 << 20) -> Ending {
        defer { asked.letThrough() }
        var printed = (output: PipeReader(output, limit: limit), error: PipeReader(error, limit: limit))
        let deadline = ContinuousClock.now + .seconds(seconds)
        var status: Int32 = 0
        defer { for descriptor in [output, error] { close(descriptor) } }
        while true {
            let hasEnded = waitpid(id, &status, WNOHANG) == id
            printed.output.read()
            printed.error.read()
            let hasPrintedTooMuch = printed.output.isOver || printed.error.isOver
            if hasEnded || hasPrintedTooMuch || ContinuousClock.now > deadline || asked.isPending {
                end(hasEnded: hasEnded, &status)
                let cause: Ending.Cause =
                    hasPrintedTooMuch ? .printedTooMuch : hasEnded ? Ending.Cause(status) : .timedOut
                return Ending(cause, output: printed.output.bytes, error: printed.error.bytes)
            }
            pause()
        }
    }

    private func end(hasEnded: Bool, _ status: inout Int32) {
        if hasGroup || !hasEnded { kill(killed, SIGKILL) }
        if !hasEnded { waitpid(id, &status, 0) }
        let target = killed
        Self.running.withLock { _ = $0.remove(target) }
    }

    /// Waits for output, but not for long: its pipes do not signal the end of the process.
    private func pause() {
        var polled = [output, error].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        if poll(&polled, nfds_t(polled.count), 2) > 0, polled.allSatisfy({ $0.revents & Int16(POLLIN) == 0 }) {
            // A closed pipe is always ready.
            usleep(2_000)
        }
    }
}

// MARK: - Starting

extension ChildProcess {
    /// The read end and the write end; children do not inherit them.
    private static func pipe() throws(SystemError) -> [Int32] {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw .last }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        return ends
    }

    private static func spawn(
        _ id: inout pid_t,
        _ words: [String],
        _ environment: [String: String],
        hasGroup: Bool,
        output: Int32,
        error: Int32?
    ) -> Int32 {
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
        if let error {
            posix_spawn_file_actions_adddup2(&actions, error, STDERR_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        }
        set(&attributes, hasGroup: hasGroup)
        var arguments = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { variables.forEach { free($0) } }
        return posix_spawnp(&id, words[0], &actions, &attributes, &arguments, &variables)
    }

    /// Resets signals: a child would inherit those that this program ignores and those that a pool's threads block.
    private static func set(_ attributes: inout posix_spawnattr_t, hasGroup: Bool) {
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for number in IgnoredSignals.all { sigaddset(&defaults, number) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        var flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        if hasGroup {
            flags |= POSIX_SPAWN_SETPGROUP
            posix_spawnattr_setpgroup(&attributes, 0)
        }
        posix_spawnattr_setflags(&attributes, Int16(flags))
    }
}

extension ChildProcess.Ending.Cause {
    /// Converts a status from `waitpid`.
    fileprivate init(_ status: Int32) {
        self = status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: status & 0x7F)
    }
}

/// Holds back the signals that ask this program to end, to see them while a child runs.
private struct EndRequests {
    private var before = sigset_t()
    private let held: [Int32]

    init() {
        held = Interruptible.ends
        var set = sigset_t()
        sigemptyset(&set)
        for number in held { sigaddset(&set, number) }
        pthread_sigmask(SIG_BLOCK, &set, &before)
    }

    var isPending: Bool {
        var pending = sigset_t()
        sigpending(&pending)
        return held.contains { sigismember(&pending, $0) == 1 }
    }

    /// What has come meanwhile takes effect.
    func letThrough() {
        var before = before
        pthread_sigmask(SIG_SETMASK, &before, nil)
    }
}

/// Collects what a process writes to a pipe.
private struct PipeReader {
    private let descriptor: Int32
    private let limit: Int
    private(set) var bytes: [UInt8] = []

    init(_ descriptor: Int32, limit: Int) {
        (self.descriptor, self.limit) = (descriptor, limit)
    }

    var isOver: Bool { bytes.count > limit }

    /// Reads what is available, without waiting.
    mutating func read() {
        withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 1) { buffer in
            while !isOver {
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                guard count > 0 else { return }
                bytes += buffer.prefix(count)
            }
        }
    }
}
