import Glibc

/// A program that was run to its end.
struct Child {
    let time: Duration
    /// What the processors did for it, on all its threads.
    let work: Duration
    /// The most memory that it had, in bytes.
    let peak: Int

    /// Runs a program whose output nobody reads.
    ///
    /// Linux counts what this process holds at the start as the child's memory.
    @discardableResult
    static func run(_ arguments: [String]) throws(BenchmarkError) -> Child {
        let start = ContinuousClock.now
        let process = try spawn(arguments)
        var status: Int32 = 0
        var usage = rusage()
        guard wait4(process, &status, 0, &usage) == process else { throw BenchmarkError("wait4", errno: errno) }
        let time = ContinuousClock.now - start
        guard status == 0 else { throw BenchmarkError("\(arguments.joined(separator: " ")): status \(status)") }
        return Child(time: time, work: usage.ru_utime.duration + usage.ru_stime.duration, peak: usage.ru_maxrss * 1_024)
    }

    /// One after the other.
    static func + (first: Child, second: Child) -> Child {
        Child(time: first.time + second.time, work: first.work + second.work, peak: max(first.peak, second.peak))
    }

    /// Whether there is such a program in the path.
    static func exists(_ program: String) -> Bool {
        (try? run([program, "--version"])) != nil
    }

    private static func spawn(_ arguments: [String]) throws(BenchmarkError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for output in [STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0)
        }
        let words = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process = pid_t()
        let result = posix_spawnp(&process, arguments[0], &actions, nil, words, environ)
        guard result == 0 else { throw BenchmarkError(arguments[0], errno: result) }
        return process
    }
}

extension timeval {
    fileprivate var duration: Duration { .seconds(tv_sec) + .microseconds(tv_usec) }
}
