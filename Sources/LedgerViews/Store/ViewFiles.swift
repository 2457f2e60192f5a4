import Glibc
import LedgerSystem

/// The paths of a read model's files.
struct ViewFiles: Sendable {
    let directory: String

    var database: String { "\(directory)/views.db" }
    var lock: String { "\(directory)/views.lock" }
    var rebuildLock: String { "\(directory)/views.rebuild.lock" }
    private var rebuildPrefix: String { "views.db.rebuild-" }

    /// The path for a rebuild by this process.
    func rebuild() -> String { "\(directory)/\(rebuildPrefix)\(getpid())" }

    static func wal(of database: String) -> String { "\(database)-wal" }
    static func sharedMemory(of database: String) -> String { "\(database)-shm" }

    /// Removes a database and the files that SQLite keeps next to it.
    static func remove(_ database: String) {
        removeBeside(database)
        unlink(database)
    }

    static func removeBeside(_ database: String) {
        for path in [wal(of: database), sharedMemory(of: database)] { unlink(path) }
    }

    /// Removes what killed rebuilds left; the caller must hold the rebuild lock.
    func removeLeftovers() {
        guard let stream = opendir(directory) else { return }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasPrefix(rebuildPrefix) { unlink("\(directory)/\(name)") }
        }
    }

    /// Creates an empty file that only its owner may read; the files that SQLite adds next to it get the same mode.
    static func makePrivate(_ path: String) throws(ViewError) {
        do { try DurableFile.makePrivate(path) } catch { throw ViewError(errno: error.code, path: path) }
    }

    /// Makes the content of a file, or the names in a directory, durable.
    static func sync(_ path: String) throws(ViewError) {
        do { try DurableFile.sync(path) } catch { throw ViewError(errno: error.code, path: path) }
    }

    /// Replaces the database with a finished rebuild; no one may be reading it.
    func replaceDatabase(with path: String) throws(ViewError) {
        Self.removeBeside(database)
        guard rename(path, database) == 0 else { throw ViewError(errno: errno, path: database) }
        try Self.sync(directory)
    }
}

extension ViewError {
    init(errno code: Int32, path: String) {
        switch code {
        case ENOSPC, EDQUOT: self = .diskFull
        case EACCES, EPERM, EROFS, EISDIR, ENOTDIR, ENOENT: self = .notWritable(path: path)
        default: self = .storage(code: Int(code), message: String(cString: strerror(code)))
        }
    }
}
