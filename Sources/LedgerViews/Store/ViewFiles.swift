import Glibc
import LedgerSystem

/// Where the files of a read model are.
struct ViewFiles: Sendable {
    let directory: String

    var database: String { "\(directory)/views.db" }
    var lock: String { "\(directory)/views.lock" }
    var rebuildLock: String { "\(directory)/views.rebuild.lock" }
    private var rebuildPrefix: String { "views.db.rebuild-" }

    /// A name for a rebuild of this process.
    func rebuild() -> String { "\(directory)/\(rebuildPrefix)\(getpid())" }

    static func wal(of database: String) -> String { "\(database)-wal" }
    static func sharedMemory(of database: String) -> String { "\(database)-shm" }

    /// Removes a database and what SQLite keeps beside it.
    static func remove(_ database: String) {
        removeBeside(database)
        unlink(database)
    }

    static func removeBeside(_ database: String) {
        for path in [wal(of: database), sharedMemory(of: database)] { unlink(path) }
    }

    /// Removes what killed rebuilds have left; only for whoever holds the lock of rebuilds.
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

    /// Makes an empty file that only its owner may read; what SQLite adds beside it takes over its mode.
    static func makePrivate(_ path: String) throws(ViewError) {
        do { try DurableFile.makePrivate(path) } catch { throw ViewError(errno: error.code, path: path) }
    }

    /// Makes durable what is in a file, or which names are in a directory.
    static func sync(_ path: String) throws(ViewError) {
        do { try DurableFile.sync(path) } catch { throw ViewError(errno: error.code, path: path) }
    }

    /// Puts a finished rebuild in the place of the database, whose readers must all be gone.
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
