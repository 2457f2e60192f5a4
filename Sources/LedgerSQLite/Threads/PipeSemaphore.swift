internal import LedgerLog

internal import Glibc

/// A counting semaphore between threads.
///
/// Implemented as bytes in a pipe: descriptors are plain numbers and can be shared, unlike a pthread mutex in memory.
final class PipeSemaphore: Sendable {
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

/// Runs `body` on its own thread, where blocking does not hold up the program's tasks.
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
