internal import LedgerLog

internal import Glibc

/// A directory in which a log is made ready before it is put where it belongs; it goes away with its last use.
///
/// One process at a time has it: what one that was killed has left in it is thrown away by the next.
final class StagingDirectory {
    let files: LedgerFiles
    private let descriptor: Int32

    /// - Throws: ``EventLogError/busy`` when another process has it.
    init(_ path: String) throws(EventLogError) {
        files = LedgerFiles(directory: path)
        descriptor = try Self.taking(path)
        clear()
    }

    deinit {
        clear()
        rmdir(files.directory)
        close(descriptor)
    }

    /// The directory, locked; whoever had it may have removed it before the lock was let go.
    private static func taking(_ path: String) throws(EventLogError) -> Int32 {
        for _ in 0..<tries {
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw EventLogError(errno: errno, path: path) }
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            if descriptor < 0, errno == ENOENT { continue }
            guard descriptor >= 0 else { throw EventLogError(errno: errno, path: path) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                close(descriptor)
                throw .busy
            }
            if FileIdentity(descriptor) == FileIdentity(path) { return descriptor }
            close(descriptor)
        }
        throw .busy
    }

    private static let tries = 5

    private func clear() {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(files.log + suffix) }
        for path in [files.head, "\(files.head).new", files.lock] { unlink(path) }
    }
}

/// What tells a file from every other that is there at the same time.
struct FileIdentity: Equatable {
    private let device, number: UInt

    /// Nil where there is none.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (device, number) = (UInt(status.st_dev), UInt(status.st_ino))
    }

    init?(_ descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        (device, number) = (UInt(status.st_dev), UInt(status.st_ino))
    }
}
