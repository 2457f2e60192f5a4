internal import LedgerLog
internal import LedgerSystem

internal import Glibc

/// A directory in which a log is made ready before it is put where it belongs; it goes away with its last use.
///
/// One process at a time has it: what one that was killed has left in it is thrown away by the next.
final class StagingDirectory {
    let files: LedgerFiles
    private let lock: FileLock

    /// - Throws: ``EventLogError/busy`` when another process has it.
    init(_ path: String) throws(EventLogError) {
        files = LedgerFiles(directory: path)
        lock = try Self.locking(path)
        clear()
    }

    deinit {
        clear()
        rmdir(files.directory)
    }

    /// The directory, locked; whoever had it may have removed it before the lock was let go.
    private static func locking(_ path: String) throws(EventLogError) -> FileLock {
        for _ in 0..<tries {
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw EventLogError(errno: errno, path: path) }
            do throws(SystemError) {
                let lock = try FileLock(.directory, path)
                guard try lock.acquireIfFree() else { break }
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
