internal import LedgerLog
internal import SystemPackage

internal import Glibc

/// Where the files of a directory ledger are.
struct LedgerFiles: Sendable {
    let directory: String

    var log: String { "\(directory)/log.db" }
    var wal: String { "\(directory)/log.db-wal" }
    var head: String { "\(directory)/head.json" }
    var lock: String { "\(directory)/write.lock" }

    /// Makes the directory, its parents too; each is synced into the one above it.
    func makeDirectory() throws(EventLogError) {
        try Self.makeDirectory(directory)
    }

    private static func makeDirectory(_ path: String) throws(EventLogError) {
        if isDirectory(path) { return }
        let parent = FilePath(path).removingLastComponent().string
        if !parent.isEmpty, parent != path { try makeDirectory(parent) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw EventLogError(errno: errno, path: path) }
        try sync(parent.isEmpty ? "." : parent)
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Makes a file that only its owner may read, before SQLite would make it for everyone.
    ///
    /// The files that SQLite adds to it take over its mode.
    func makePrivate(_ path: String) throws(EventLogError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw EventLogError(errno: errno, path: path) }
        close(descriptor)
    }

    /// Makes the names in the directory durable.
    func syncDirectory() throws(EventLogError) {
        try Self.sync(directory)
    }

    /// Makes durable what is in a file, or which names are in a directory.
    static func sync(_ path: String) throws(EventLogError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw EventLogError(errno: errno, path: path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw EventLogError(errno: errno, path: path) }
    }

    static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// Whether nothing is there, or nothing in it.
    static func isEmpty(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) != 0 || status.st_size == 0
    }

    static func isWritable(_ path: String) -> Bool {
        access(path, W_OK) == 0
    }
}
