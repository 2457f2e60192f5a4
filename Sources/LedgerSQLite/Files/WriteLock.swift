internal import LedgerLog

internal import Glibc

/// The write lock of a ledger, held over {BEGIN IMMEDIATE … COMMIT, checkpoint}.
///
/// Uses two byte locks in one file. A writer holds byte 0 while it waits for byte 1, so a writer that has just released
/// the lock cannot overtake the one that waits. (SQLite's busy handler lets writers starve.) The locks belong to the
/// open file (`F_OFD_SETLK`): the system releases them when a process dies, and two logs in one process exclude each
/// other too.
struct WriteLock: ~Copyable {
    private let descriptor: Int32
    private let path: String

    init(path: String) throws(EventLogError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        self.path = path
        guard descriptor >= 0 else { throw EventLogError(errno: errno, path: path) }
    }

    deinit { close(descriptor) }

    /// Waits for the lock.
    ///
    /// - Throws: ``EventLogError/busy`` if that takes longer than `limit`.
    func acquire(within limit: Duration) throws(EventLogError) {
        let deadline = ContinuousClock.now + limit
        try wait(for: .turn, until: deadline)
        defer { set(.turn, F_UNLCK) }
        try wait(for: .writing, until: deadline)
    }

    /// Takes the lock if no one holds it or waits for it.
    func acquireIfFree() -> Bool {
        guard set(.turn, F_WRLCK) else { return false }
        defer { set(.turn, F_UNLCK) }
        return set(.writing, F_WRLCK)
    }

    func release() {
        set(.writing, F_UNLCK)
    }

    private enum Byte: off_t {
        case turn = 0
        case writing = 1
    }

    /// Polls, since the system's blocking lock has no timeout.
    ///
    /// The pause is far shorter than a durable write, and it shrinks, which favours the longest waiter.
    private func wait(for byte: Byte, until deadline: ContinuousClock.Instant) throws(EventLogError) {
        var pause: UInt32 = 400
        while !set(byte, F_WRLCK) {
            guard [EAGAIN, EACCES, EINTR].contains(errno) else { throw EventLogError(errno: errno, path: path) }
            guard ContinuousClock.now < deadline else { throw .busy }
            usleep(pause)
            pause = max(50, pause - 10)
        }
    }

    @discardableResult
    private func set(_ byte: Byte, _ type: Int32) -> Bool {
        var range = flock(l_type: Int16(type), l_whence: Int16(SEEK_SET), l_start: byte.rawValue, l_len: 1, l_pid: 0)
        return fcntl(descriptor, Self.setLock, &range) == 0
    }

    /// Linux's `F_OFD_SETLK`, which Swift's C library module does not export.
    private static let setLock: Int32 = 37
}
