import Glibc

/// Files of at most 64 KiB that are read and replaced as a whole.
package enum SmallFile {
    package static let largest = 65_536

    /// A file's bytes, and whether only its owner may read them.
    package static func read(_ path: String) throws(FileFault) -> (bytes: [UInt8], isPrivate: Bool) {
        while true {
            if let found = try readUnlessReplaced(path) { return found }
        }
    }

    /// Nil if another file takes its place meanwhile: the bytes of the old one may be overwritten.
    private static func readUnlessReplaced(
        _ path: String
    ) throws(FileFault) -> (bytes: [UInt8], isPrivate: Bool)? {
        // Do not block if it is a pipe.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileFault(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFault(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .system(status.st_mode & S_IFMT == S_IFDIR ? EISDIR : SystemError.notAFile.code)
        }
        guard status.st_size <= largest else { throw .tooLarge }
        let bytes = try bytes(of: descriptor, size: Int(status.st_size))
        return FileIdentity(descriptor) == FileIdentity(path) ? (bytes, status.st_mode & 0o077 == 0) : nil
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
    ///
    /// With `erasingOld` the bytes that were there are overwritten, unless the file has another name, which keeps it.
    package static func replace(_ path: String, with bytes: [UInt8], erasingOld: Bool = false) throws(FileFault) {
        let old = erasingOld ? open(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) : -1
        guard old >= 0 || !erasingOld || errno == ENOENT else { throw FileFault(errno) }
        defer { if old >= 0 { close(old) } }
        do throws(SystemError) {
            try DurableFile.replace(path, with: bytes)
            try DurableFile.syncDirectory(of: path)
            if old >= 0 { try overwriteIfUnnamed(old) }
        } catch { throw FileFault(error.code) }
    }

    private static func overwriteIfUnnamed(_ descriptor: Int32) throws(SystemError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .last }
        if status.st_nlink == 0 { try overwrite(descriptor, Int(status.st_size)) }
    }

    /// Zeros, durably; a file system that copies on write, and the disk itself, may keep what was there.
    private static func overwrite(_ descriptor: Int32, _ size: Int) throws(SystemError) {
        try DurableFile.write([UInt8](repeating: 0, count: size), to: descriptor)
    }

    /// Overwrites a file with zeros and removes it; a missing file is not an error.
    package static func erase(_ path: String) throws(FileFault) {
        let descriptor = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
        if descriptor < 0, errno == ENOENT { return }
        // A pipe keeps nothing, and opens only for a reader.
        if descriptor < 0, errno == ENXIO, unlink(path) == 0 { return }
        guard descriptor >= 0 else { throw FileFault(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFault(errno) }
        do throws(SystemError) {
            try overwrite(descriptor, Int(status.st_size))
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
