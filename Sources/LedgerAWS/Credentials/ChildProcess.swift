import Glibc

/// A program that runs, and what it prints.
///
/// Its input is empty; it may speak to the terminal itself.
struct ChildProcess {
    struct Ending: Sendable, Concealed {
        /// As a shell tells it: 128 and the signal's number for a process that was killed.
        let status: Int32
        let output, error: [UInt8]
    }

    struct StartFailure: Error {
        let code: Int32
    }

    private let id: pid_t
    private let output, error: Int32

    init(_ words: [String], environment: [String: String]) throws(StartFailure) {
        let outputs = try Self.pipe()
        let errors = try Self.pipe()
        var id: pid_t = 0
        let code = Self.spawn(&id, words, environment, output: outputs[1], error: errors[1])
        close(outputs[1])
        close(errors[1])
        guard code == 0 else {
            close(outputs[0])
            close(errors[0])
            throw StartFailure(code: code)
        }
        (self.id, output, error) = (id, outputs[0], errors[0])
    }

    /// The ends to read from and to write to; neither is inherited as it is.
    private static func pipe() throws(StartFailure) -> [Int32] {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw StartFailure(code: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return ends
    }

    private static func spawn(
        _ id: inout pid_t,
        _ words: [String],
        _ environment: [String: String],
        output: Int32,
        error: Int32
    ) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, error, 2)
        // The pool's threads block signals, which a child would inherit.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var arguments = words.map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (arguments + variables).forEach { free($0) } }
        return posix_spawnp(&id, words[0], &actions, &attributes, &arguments, &variables)
    }

    /// Takes what it prints until it has ended; a process that takes longer, or prints without end, is killed.
    func wait(seconds: Int) -> Ending {
        var texts: [Int32: [UInt8]] = [output: [], error: []]
        var open = [output, error]
        let end = time(nil) + seconds
        while !open.isEmpty, time(nil) < end, texts.values.allSatisfy({ $0.count < Self.largest }) {
            var polled = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard poll(&polled, nfds_t(polled.count), 1000) > 0 else { continue }
            for entry in polled where entry.revents != 0 {
                let bytes = Self.read(entry.fd)
                if bytes.isEmpty { open.removeAll { $0 == entry.fd } }
                texts[entry.fd, default: []] += bytes
            }
        }
        if !open.isEmpty { kill(id, SIGKILL) }
        let status = ended(by: end)
        close(output)
        close(error)
        return Ending(
            status: status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F,
            output: texts[output] ?? [],
            error: texts[error] ?? []
        )
    }

    private func ended(by end: time_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(id, &status, WNOHANG) == 0 {
            if time(nil) >= end { kill(id, SIGKILL) }
            usleep(500)
        }
        return status
    }

    /// In bytes, of each of its outputs.
    private static let largest = 1 << 20

    private static func read(_ descriptor: Int32) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        return Array(buffer[..<max(0, count)])
    }
}
