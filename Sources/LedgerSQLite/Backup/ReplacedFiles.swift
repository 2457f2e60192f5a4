internal import LedgerLog

internal import Glibc
internal import LedgerSystem

/// What a restore has replaced, kept beside it: `log.db.replaced-SIZE` and `head.json.replaced-SIZE`.
struct KeptFiles {
    private let files: LedgerFiles
    private let suffix: String

    /// Finds a name that is free.
    init(_ files: LedgerFiles, size: Int) {
        self.files = files
        var suffix = ".replaced-\(size)", number = 1
        while Self.isTaken(files.log, suffix) || Self.isTaken(files.head, suffix) {
            number += 1
            suffix = ".replaced-\(size)-\(number)"
        }
        self.suffix = suffix
    }

    /// A name that leads to the file itself is left by a restore that was killed, and can be used.
    private static func isTaken(_ path: String, _ suffix: String) -> Bool {
        guard let kept = FileIdentity(path + suffix) else { return false }
        return kept != FileIdentity(path)
    }

    /// Gives the files their second names, under which they stay; nil where there is no log.
    ///
    /// The first names are never without a file.
    func keep() throws(EventLogError) -> String? {
        if DurableFile.exists(files.head) { try keep(files.head) }
        guard DurableFile.exists(files.log) else { return nil }
        try keep(files.log)
        return files.log + suffix
    }

    /// Takes a write-ahead log away from its log.
    func setAsideWAL() throws(EventLogError) {
        guard DurableFile.exists(files.wal) else { return }
        guard rename(files.wal, "\(files.log)\(suffix)-wal") == 0 else {
            throw EventLogError(errno: errno, path: files.wal)
        }
    }

    private func keep(_ path: String) throws(EventLogError) {
        guard link(path, path + suffix) == 0 || errno == EEXIST, chmod(path + suffix, 0o600) == 0 else {
            throw EventLogError(errno: errno, path: path + suffix)
        }
    }
}
