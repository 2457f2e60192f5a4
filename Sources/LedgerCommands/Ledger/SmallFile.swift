import Glibc

/// Files that are read and replaced whole.
enum SmallFile {
    static let largest = 65_536

    /// A file's bytes, and whether anybody but its owner may read them.
    static func read(_ path: String) throws(FileFault) -> (bytes: [UInt8], isPrivate: Bool) {
        // A pipe in its place must not be waited for.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileFault(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFault(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .system(EISDIR) }
        guard status.st_size <= largest else { throw .tooLarge }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var count = 0
        while count < bytes.count {
            let read = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count)
            }
            guard read >= 0 || errno == EINTR else { throw FileFault(errno) }
            if read == 0 { break }
            count += max(0, read)
        }
        return (Array(bytes.prefix(count)), status.st_mode & 0o077 == 0)
    }

    /// Puts a file in the place of what is there, or of nothing: whole, durable, and for its owner alone.
    static func replace(_ path: String, with bytes: [UInt8]) throws(FileFault) {
        let new = "\(path).new"
        unlink(new)
        let descriptor = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileFault(errno) }
        do {
            defer { close(descriptor) }
            try write(bytes, to: descriptor)
        } catch {
            unlink(new)
            throw error
        }
        guard rename(new, path) == 0 else { throw FileFault(errno) }
        try sync(directoryOf: path)
    }

    /// Overwrites a file's bytes with zeros and removes it; one that is not there is no fault.
    static func erase(_ path: String) throws(FileFault) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        if descriptor < 0, errno == ENOENT { return }
        guard descriptor >= 0 else { throw FileFault(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFault(errno) }
        try write([UInt8](repeating: 0, count: Int(status.st_size)), to: descriptor)
        guard unlink(path) == 0 else { throw FileFault(errno) }
        try sync(directoryOf: path)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(FileFault) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else { throw FileFault(errno) }
            rest = rest.dropFirst(max(0, count))
        }
        guard fsync(descriptor) == 0 else { throw FileFault(errno) }
    }

    private static func sync(directoryOf path: String) throws(FileFault) {
        let end = path.lastIndex(of: "/") ?? path.startIndex
        let directory = open(String(path[..<end]), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw FileFault(errno) }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw FileFault(errno) }
    }
}

/// Why a file could not be read or written.
enum FileFault: Error, Equatable {
    case missing
    case tooLarge
    case system(Int32)

    init(_ code: Int32) {
        self = code == ENOENT ? .missing : .system(code)
    }

    /// What to do.
    var hint: String {
        switch self {
        case .system(ENOSPC), .system(EDQUOT): "free some space and repeat"
        case .missing, .tooLarge, .system: "check the folder's owner and mode"
        }
    }

    var reason: String {
        switch self {
        case .missing: String(cString: strerror(ENOENT))
        case .tooLarge: String(cString: strerror(EFBIG))
        case .system(let code): String(cString: strerror(code))
        }
    }
}
