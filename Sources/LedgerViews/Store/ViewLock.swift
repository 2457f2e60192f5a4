import Glibc

/// A lock on a whole file, held until the value goes.
///
/// It belongs to the open file, so that two sessions of one process exclude each other too, and the system drops it
/// when the process dies.
struct ViewLock: ~Copyable {
    enum Kind: Sendable {
        case shared, exclusive
    }

    private let descriptor: Int32
    private let path: String

    /// Waits until it has the lock.
    init(_ kind: Kind, on path: String) throws(ViewError) {
        let writable = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        // A reader of a directory that is not his may still keep others from replacing what he reads.
        descriptor = writable < 0 && errno != ENOENT ? open(path, O_RDONLY | O_CLOEXEC) : writable
        self.path = path
        guard descriptor >= 0 else { throw ViewError(errno: errno, path: path) }
        while flock(descriptor, kind.operation) != 0 {
            guard errno == EINTR else { throw ViewError(errno: errno, path: path) }
        }
    }

    deinit { close(descriptor) }

    /// Lets go before the value does.
    func release() {
        flock(descriptor, LOCK_UN)
    }
}

// MARK: - The mark in the lock file

extension ViewLock {
    /// Whether the database's write-ahead log may hold what the database has not.
    ///
    /// Then a missing write-ahead log is a loss that SQLite itself would not notice: it would read a file that a
    /// checkpoint may have left half way.
    var needsWAL: Bool {
        var byte: UInt8 = 0
        return pread(descriptor, &byte, 1, 0) == 1 && byte == Self.mark
    }

    func noteWAL(_ isNeeded: Bool) throws(ViewError) {
        if needsWAL == isNeeded { return }
        var byte = isNeeded ? Self.mark : UInt8(ascii: "-")
        guard pwrite(descriptor, &byte, 1, 0) == 1 else { throw ViewError(errno: errno, path: path) }
    }

    private static let mark = UInt8(ascii: "w")
}

extension ViewLock.Kind {
    fileprivate var operation: Int32 {
        switch self {
        case .shared: LOCK_SH
        case .exclusive: LOCK_EX
        }
    }
}
