package import Glibc

/// File operations that survive a power failure.
package enum DurableFile {
    /// Replaces the file at `path` with these bytes, atomically; never a device, a pipe or a link.
    ///
    /// The bytes are durable before the rename; the rename is durable after ``syncDirectory(of:)``. Until then the file
    /// is called `temporary`, which must be a new name; by default `PATH.new`, of which an older one is removed first.
    package static func replace(
        _ path: String,
        with bytes: [UInt8],
        mode: mode_t = 0o600,
        temporary: String? = nil
    ) throws(SystemError) {
        let new = temporary ?? "\(path).new"
        guard isReplaceable(path) else { throw .notAFile }
        if temporary == nil { unlink(new) }
        let descriptor = open(new, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw .last }
        do throws(SystemError) {
            defer { close(descriptor) }
            try write(bytes, to: descriptor)
            guard rename(new, path) == 0 else { throw .last }
        } catch {
            unlink(new)
            throw error
        }
    }

    /// Whether a file may take this name: there is none, or a regular one.
    package static func isReplaceable(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    }

    /// Whether opening the file cannot block: there is none, or a regular one, or a link that leads to one.
    package static func isMissingOrRegular(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    }

    /// Writes all bytes and waits until they are durable.
    package static func write(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else { throw .last }
            rest = rest.dropFirst(max(0, count))
        }
        guard fsync(descriptor) == 0 else { throw .last }
    }

    /// Makes the content of a file, or the names in a directory, durable.
    package static func sync(_ path: String) throws(SystemError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .last }
    }

    package static func syncDirectory(of path: String) throws(SystemError) {
        try sync(path.lastIndex(of: "/").map { String(path[...$0]) } ?? ".")
    }

    /// Creates an empty file that only its owner may read, unless it exists.
    package static func makePrivate(_ path: String) throws(SystemError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .last }
        close(descriptor)
    }

    /// The absolute path without links; nil if nothing exists there.
    package static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Whether there is no file, or an empty one.
    package static func isEmpty(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) != 0 || status.st_size == 0
    }

    package static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
