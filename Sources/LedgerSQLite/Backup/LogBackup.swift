package import LedgerLog

internal import Glibc

/// A checked copy of a ledger's log, before it is moved to its final path.
package final class LogBackup {
    private let staging: StagingDirectory
    package let report: AuditReport

    /// Copies the log in `directory` into a temporary `folder`, and audits the copy.
    ///
    /// Others may append meanwhile.
    ///
    /// The copy has everything acknowledged before the call: the head file is read first and checked against the copy.
    package init(
        of directory: String,
        in folder: String,
        copying: (_ done: Int, _ total: Int) -> Void,
        checking: @escaping (_ done: Int, _ total: Int) -> Void
    ) throws(EventLogError) {
        let files = LedgerFiles(directory: directory)
        let acknowledged = HeadFile.read(at: files.head)
        let source = try LogDatabase.openForReading(files)
        staging = try StagingDirectory(folder)
        try LogCopy.make(of: source, in: staging, copying)
        if let acknowledged { try HeadFile.create(acknowledged, at: staging.files.head) }
        var options = AuditOptions()
        (options.depth, options.progress) = (.full, checking)
        report = try DirectoryAudit.run(at: folder, options)
    }

    /// Moves the copy to its final path; durable when this returns.
    ///
    /// - Throws: ``EventLogError/alreadyExists(path:)`` if a file exists there and `replacing` is false.
    package func put(at path: String, replacing: Bool) throws(EventLogError) {
        let copy = staging.files.log
        if replacing {
            guard rename(copy, path) == 0 else { throw EventLogError(errno: errno, path: path) }
        } else {
            try Self.place(copy, at: path)
        }
        try LedgerFiles.sync(path.lastIndex(of: "/").map { String(path[...$0]) } ?? ".")
    }

    /// Renames a file without overwriting.
    ///
    /// If the file system has no hard links, it creates an empty file first.
    private static func place(_ copy: String, at path: String) throws(EventLogError) {
        if link(copy, path) == 0 { return }
        if errno == EEXIST { throw .alreadyExists(path: path) }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor < 0, errno == EEXIST { throw .alreadyExists(path: path) }
        guard descriptor >= 0 else { throw EventLogError(errno: errno, path: path) }
        close(descriptor)
        guard rename(copy, path) == 0 else { throw EventLogError(errno: errno, path: path) }
    }
}
