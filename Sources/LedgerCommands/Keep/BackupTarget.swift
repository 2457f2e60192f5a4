import Glibc
import LedgerDomain
import LedgerLog
import LedgerValues

/// Where a backup goes.
struct BackupTarget {
    /// Nil where the size that gives the name is not known yet.
    let file: String?
    /// A folder beside it, in which the copy is made.
    let temporary: String
    private let stem: String

    init(_ destination: String, of ledger: UniqueID) throws(Failure) {
        guard !destination.isEmpty else { throw .usage("no place for the backup", hint: "name a file or a directory") }
        let isFolder = destination.hasSuffix("/") || Self.isDirectory(destination)
        if isFolder {
            guard mkdir(destination, 0o700) == 0 || errno == EEXIST else {
                throw Self.failure(EventLogError.storage(code: Int(errno), message: String(cString: strerror(errno))))
            }
            stem = destination + (destination.hasSuffix("/") ? "" : "/") + "stackledger-\(ledger)"
            file = nil
        } else {
            (stem, file) = (destination, destination)
        }
        temporary = "\(stem).partial"
    }

    func path(ofSize size: Int) -> String { file ?? "\(stem)-\(size).db" }

    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    static func areSame(_ path: String, _ other: String) -> Bool {
        var first = stat(), second = stat()
        guard stat(path, &first) == 0, stat(other, &second) == 0 else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }

    /// What an error means where a copy is made.
    static func failure(_ error: EventLogError) -> Failure {
        switch error {
        case .diskFull:
            Failure(.unexpected, "diskFull", "the disk is full; no backup was made", hint: "free some space and repeat")
        case .busy:
            Failure(.conflict, "busy", "another backup is being written there", hint: "repeat when it is done")
        case .notWritable(let path):
            Failure(
                .unexpected,
                "notWritable",
                "\(path) cannot be written",
                hint: "name a place that is there and can be written"
            )
        default: Failure(error)
        }
    }
}

/// A ``Progress`` whose end is that its work is done.
final class ProgressLine {
    private var progress: Progress

    init(_ label: String) {
        progress = Progress(label, total: 1)
    }

    func advance(to done: Int, of total: Int) {
        progress.advance(to: done, of: total)
        if done >= total { progress.finish() }
    }
}
