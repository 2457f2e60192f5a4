import Glibc

/// A lock on a file or directory, held until it is released or the value is deinitialized.
///
/// The lock belongs to the open file (`flock`): two values in one process exclude each other too, and the system
/// releases the lock when the process dies.
package struct FileLock: ~Copyable {
    package enum Kind: Sendable {
        case shared, exclusive
    }

    package enum Place: Sendable {
        /// A file, created for its owner only if it does not exist; opened read-only if it is not writable.
        case file
        /// An existing file, opened for reading.
        case existingFile
        case directory
    }

    package let descriptor: Int32
    private let path: String

    /// Opens the file or directory without locking it.
    package init(_ place: Place, _ path: String) throws(SystemError) {
        self.path = path
        descriptor = place.open(path)
        guard descriptor >= 0 else { throw .last }
    }

    /// Opens the file or directory and waits for its lock.
    package static func acquired(
        _ kind: Kind = .exclusive,
        on place: Place,
        _ path: String
    ) throws(SystemError) -> FileLock {
        let lock = try FileLock(place, path)
        try lock.acquire(kind)
        return lock
    }

    deinit { close(descriptor) }

    /// Waits for the lock.
    package func acquire(_ kind: Kind = .exclusive) throws(SystemError) {
        while flock(descriptor, kind.operation) != 0 {
            guard errno == EINTR else { throw .last }
        }
    }

    /// Takes the lock if no one else holds it.
    package func acquireIfFree() throws(SystemError) -> Bool {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
        guard errno == EWOULDBLOCK else { throw .last }
        return false
    }

    /// Releases the lock before the value is deinitialized.
    package func release() {
        flock(descriptor, LOCK_UN)
    }

    /// Whether the path still leads to the locked file.
    package var isInPlace: Bool { FileIdentity(descriptor) == FileIdentity(path) }
}

extension FileLock.Kind {
    fileprivate var operation: Int32 {
        switch self {
        case .shared: LOCK_SH
        case .exclusive: LOCK_EX
        }
    }
}

extension FileLock.Place {
    /// The descriptor; negative on error.
    fileprivate func open(_ path: String) -> Int32 {
        switch self {
        case .file:
            let writable = Glibc.open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
            guard writable < 0, errno != ENOENT else { return writable }
            return Glibc.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        // Do not block if it is a pipe.
        case .existingFile: return Glibc.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        case .directory: return Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        }
    }
}
