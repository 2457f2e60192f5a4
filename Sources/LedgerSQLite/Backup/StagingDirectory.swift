internal import LedgerLog
internal import LedgerSystem

internal import Glibc

/// A directory in which a log is prepared before it is moved to its final path; removed after use.
///
/// One process at a time owns it. The next owner deletes what a killed process left.
final class StagingDirectory {
    let files: LedgerFiles
    private let lock: FileLock

    /// - Throws: ``EventLogError/busy`` if another process owns it.
    init(_ path: String) throws(EventLogError) {
        files = LedgerFiles(directory: path)
        lock = try Self.locking(path)
        clear()
    }

    deinit {
        clear()
        rmdir(files.directory)
    }

    /// Creates and locks the directory, which nobody else may write to.
    ///
    /// Retries, since the previous owner may remove it before it releases the lock.
    private static func locking(_ path: String) throws(EventLogError) -> FileLock {
        for _ in 0..<tries {
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw EventLogError(errno: errno, path: path) }
            do throws(SystemError) {
                let lock = try FileLock(.directory, path)
                guard try lock.acquireIfFree() else { break }
                guard FileOwnership(path, ofLink: true)?.isOwnAlone == true else { throw SystemError(EPERM) }
                if lock.isInPlace { return lock }
            } catch {
                guard error.code == ENOENT else { throw EventLogError(error, path: path) }
            }
        }
        throw .busy
    }

    private static let tries = 5

    private func clear() {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(files.log + suffix) }
        for path in [files.head, "\(files.head).new", files.lock] { unlink(path) }
    }
}
