import Glibc
import LedgerSystem

/// A lock on the views; a mark in its file says whether the write-ahead log is needed.
struct ViewLock: ~Copyable {
    private let lock: FileLock
    private let path: String

    /// Waits for the lock.
    ///
    /// A reader without write access to the directory can still take the lock, which keeps others from replacing the
    /// views.
    init(_ kind: FileLock.Kind, on path: String) throws(ViewError) {
        self.path = path
        do { lock = try .acquired(kind, on: .file, path) } catch { throw ViewError(errno: error.code, path: path) }
    }

    /// Releases the lock before the value is deinitialized.
    func release() { lock.release() }
}

// MARK: - The mark in the lock file

extension ViewLock {
    /// Whether the write-ahead log may hold data that the database does not have.
    ///
    /// If it does, a missing write-ahead log is a loss that SQLite would not notice: it would read a database that a
    /// checkpoint may have left incomplete.
    var needsWAL: Bool {
        var byte: UInt8 = 0
        return pread(lock.descriptor, &byte, 1, 0) == 1 && byte == Self.mark
    }

    func noteWAL(_ isNeeded: Bool) throws(ViewError) {
        if needsWAL == isNeeded { return }
        var byte = isNeeded ? Self.mark : UInt8(ascii: "-")
        guard pwrite(lock.descriptor, &byte, 1, 0) == 1 else { throw ViewError(errno: errno, path: path) }
    }

    private static let mark = UInt8(ascii: "w")
}
