internal import LedgerLog

internal import Glibc

/// A counter that one thread raises and another waits for.
///
/// Bytes in a pipe: descriptors are numbers, and so can be shared where a pthread mutex in memory cannot.
final class Signal: Sendable {
    private let output, input: Int32

    init(_ count: Int) throws(EventLogError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw EventLogError(errno: errno, path: "pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (output, input) = (ends[0], ends[1])
        for _ in 0..<count { give() }
    }

    deinit {
        close(output)
        close(input)
    }

    func give() {
        var byte: UInt8 = 0
        while write(input, &byte, 1) < 0, errno == EINTR {}
    }

    func take() {
        var byte: UInt8 = 0
        while read(output, &byte, 1) < 0, errno == EINTR {}
    }
}

/// Runs `body` on a thread of its own, which blocks without holding up the tasks of the program.
func startThread(_ body: @escaping @Sendable () -> Void) throws(EventLogError) {
    let context = Unmanaged.passRetained(ThreadBody(body))
    var thread = pthread_t()
    let result = pthread_create(
        &thread,
        nil,
        { context in
            if let context { Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().body() }
            return nil
        },
        context.toOpaque()
    )
    guard result == 0 else {
        context.release()
        throw EventLogError(errno: result, path: "pthread_create")
    }
    pthread_detach(thread)
}

private final class ThreadBody: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
    }
}
