internal import LedgerLog
internal import LedgerSystem
internal import SystemPackage

internal import Glibc

/// The paths of a directory ledger's files.
struct LedgerFiles: Sendable {
    let directory: String

    var log: String { "\(directory)/log.db" }
    var wal: String { "\(directory)/log.db-wal" }
    var head: String { "\(directory)/head.json" }
    var lock: String { "\(directory)/write.lock" }

    /// Creates the directory and its parents; syncs each parent.
    func makeDirectory() throws(EventLogError) {
        try Self.makeDirectory(directory)
    }

    private static func makeDirectory(_ path: String) throws(EventLogError) {
        if DurableFile.isDirectory(path) { return }
        let parent = FilePath(path).removingLastComponent().string
        if !parent.isEmpty, parent != path { try makeDirectory(parent) }
        if mkdir(path, 0o700) != 0 {
            guard errno == EEXIST else { throw EventLogError(errno: errno, path: path) }
            // Another process may have made it just now.
            guard DurableFile.isDirectory(path) else { throw .notADirectory(path: path) }
        }
        try sync(parent.isEmpty ? "." : parent)
    }

    /// Creates a file that only its owner may read, before SQLite creates it readable for everyone.
    ///
    /// The files that SQLite adds next to it get the same mode.
    func makePrivate(_ path: String) throws(EventLogError) {
        do { try DurableFile.makePrivate(path) } catch { throw EventLogError(error, path: path) }
    }

    /// Makes the names in the directory durable.
    func syncDirectory() throws(EventLogError) {
        try Self.sync(directory)
    }

    /// Makes the content of a file, or the names in a directory, durable.
    static func sync(_ path: String) throws(EventLogError) {
        do { try DurableFile.sync(path) } catch { throw EventLogError(error, path: path) }
    }

    static func isWritable(_ path: String) -> Bool {
        access(path, W_OK) == 0
    }
}
