import Glibc
import LedgerSystem

/// The lock of the views' users, with a mark in its file that says whether the write-ahead log is needed.
struct ViewLock: ~Copyable {
    private let lock: FileLock
    private let path: String

    /// Waits until it has the lock.
    ///
    /// A reader of a directory that he may not write to can still keep others from replacing what he reads.
    init(_ kind: FileLock.Kind, on path: String) throws(ViewError) {
        self.path = path
        do { lock = try .acquired(kind, on: .file, path) } catch { throw ViewError(errno: error.code, path: path) }
    }

    /// Lets go before the value does.
    func release() { lock.release() }
}

// MARK: - The mark in the lock file

extension ViewLock {
    /// Whether the database's write-ahead log may hold what the database has not.
    ///
    /// Then a missing write-ahead log is a loss that SQLite itself would not notice: it would read a file that a
    /// checkpoint may have left half way.
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
