internal import LedgerLog

internal import Glibc

/// The lock of a ledger's writers, held over {BEGIN IMMEDIATE … COMMIT, checkpoint}.
///
/// It is two locks on bytes of one file. Whoever wants byte 1 must hold byte 0 while he waits for it; so the writer that
/// has just let go cannot overtake the one that waits. SQLite's busy handler lets writers starve. The locks belong to
/// the open file (`F_OFD_SETLK`): the system drops them when a process dies, and two logs in one process exclude each
/// other too.
struct WriteLock: ~Copyable {
    private let descriptor: Int32
    private let path: String

    init(path: String) throws(EventLogError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        self.path = path
        guard descriptor >= 0 else { throw EventLogError(errno: errno, path: path) }
    }

    deinit { close(descriptor) }

    /// Waits for its turn.
    ///
    /// - Throws: ``EventLogError/busy`` when that takes longer than `limit`.
    func acquire(within limit: Duration) throws(EventLogError) {
        let deadline = ContinuousClock.now + limit
        try wait(for: .turn, until: deadline)
        defer { set(.turn, F_UNLCK) }
        try wait(for: .writing, until: deadline)
    }

    /// Takes the lock if nobody has it and nobody waits for it.
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

    /// Asks again and again, as a wait in the system knows no time limit.
    ///
    /// The pause is far below the time of a durable write, and gets shorter, which favours who has waited longest.
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

    /// `F_OFD_SETLK` of Linux, which the C library's module does not show to Swift.
    private static let setLock: Int32 = 37
}
