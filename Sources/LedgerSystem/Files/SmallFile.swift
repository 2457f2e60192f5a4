import Glibc

/// Files of at most 64 KiB that are read and replaced as a whole.
package enum SmallFile {
    package static let largest = 65_536

    /// A file's bytes, and whether only its owner may read them.
    package static func read(_ path: String) throws(FileFault) -> (bytes: [UInt8], isPrivate: Bool) {
        // Do not block if it is a pipe.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileFault(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFault(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .system(EISDIR) }
        guard status.st_size <= largest else { throw .tooLarge }
        return (try bytes(of: descriptor, size: Int(status.st_size)), status.st_mode & 0o077 == 0)
    }

    private static func bytes(of descriptor: Int32, size: Int) throws(FileFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: size)
        var count = 0
        while count < size {
            let read = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), size - count)
            }
            guard read >= 0 || errno == EINTR else { throw FileFault(errno) }
            if read == 0 { break }
            count += max(0, read)
        }
        return Array(bytes.prefix(count))
    }

    /// Creates or replaces a file: atomic, durable, and only for its owner.
    package static func replace(_ path: String, with bytes: [UInt8]) throws(FileFault) {
        do throws(SystemError) {
            try DurableFile.replace(path, with: bytes)
            try DurableFile.syncDirectory(of: path)
        } catch { throw FileFault(error.code) }
    }

    /// Overwrites a file with zeros and removes it; a missing file is not an error.
    package static func erase(_ path: String) throws(FileFault) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        if descriptor < 0, errno == ENOENT { return }
        guard descriptor >= 0 else { throw FileFault(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFault(errno) }
        do throws(SystemError) {
            try DurableFile.write([UInt8](repeating: 0, count: Int(status.st_size)), to: descriptor)
            guard unlink(path) == 0 else { throw .last }
            try DurableFile.syncDirectory(of: path)
        } catch { throw FileFault(error.code) }
    }
}

/// Why a file could not be read or written.
package enum FileFault: Error, Equatable, Sendable {
    case missing
    case tooLarge
    case system(Int32)

    package init(_ code: Int32) {
        self = code == ENOENT ? .missing : .system(code)
    }

    /// Whether the disk is full.
    package var isFull: Bool { self == .system(ENOSPC) || self == .system(EDQUOT) }

    package var reason: String {
        switch self {
        case .missing: SystemError(ENOENT).text
        case .tooLarge: SystemError(EFBIG).text
        case .system(let code): SystemError(code).text
        }
    }
}
