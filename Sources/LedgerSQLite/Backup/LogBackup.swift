package import LedgerLog

internal import Glibc

/// A copy of a ledger's log that has been checked, on its way to where it will be kept.
package final class LogBackup {
    private let staging: StagingDirectory
    package let report: AuditReport

    /// Copies the log of the ledger in `directory`, while others append, into a temporary `folder`, and audits the copy.
    ///
    /// It has everything that was acknowledged before: the head file is read first, and the copy is held against it.
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

    /// Gives the copy its name, which lasts when this returns.
    ///
    /// - Throws: ``EventLogError/alreadyExists(path:)`` where there is a file, unless it is to be replaced.
    package func put(at path: String, replacing: Bool) throws(EventLogError) {
        let copy = staging.files.log
        if replacing {
            guard rename(copy, path) == 0 else { throw EventLogError(errno: errno, path: path) }
        } else {
            try Self.place(copy, at: path)
        }
        try LedgerFiles.sync(path.lastIndex(of: "/").map { String(path[...$0]) } ?? ".")
    }

    /// Renames a file unless there is one already; where the file system knows no links, the name is taken first.
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
