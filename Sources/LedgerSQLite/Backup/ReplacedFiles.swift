internal import LedgerLog

internal import Glibc
internal import LedgerSystem

/// The files that a restore replaced, kept as `log.db.replaced-SIZE` and `head.json.replaced-SIZE`.
struct ReplacedFiles {
    private let files: LedgerFiles
    private let suffix: String

    /// Finds an unused name.
    init(_ files: LedgerFiles, size: Int) {
        self.files = files
        var suffix = ".replaced-\(size)", number = 1
        while Self.isTaken(files.log, suffix) || Self.isTaken(files.head, suffix) {
            number += 1
            suffix = ".replaced-\(size)-\(number)"
        }
        self.suffix = suffix
    }

    /// A name that links to the file itself was left by a restore that was killed, and can be used again.
    private static func isTaken(_ path: String, _ suffix: String) -> Bool {
        guard let kept = FileIdentity(path + suffix) else { return false }
        return kept != FileIdentity(path)
    }

    /// Hard-links the files to their second names; returns nil if there is no log.
    ///
    /// The original names always exist.
    func keep() throws(EventLogError) -> String? {
        if DurableFile.exists(files.head) { try keep(files.head) }
        guard DurableFile.exists(files.log) else { return nil }
        try keep(files.log)
        return files.log + suffix
    }

    /// Renames the write-ahead log, so that it is no longer next to its log.
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
