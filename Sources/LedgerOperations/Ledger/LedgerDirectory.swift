import Glibc
import LedgerSystem

/// The directory of a ledger, and how it is found.
package struct LedgerDirectory: Equatable, Sendable {
    package static let name = ".stackledger"

    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    /// The directory that somebody names.
    package init(named name: String) throws(OperationError) {
        guard !name.hasPrefix("postgresql://"), !name.hasPrefix("postgres://") else {
            throw .input(.postgreSQLUnsupported)
        }
        path = name
    }

    /// The nearest `.stackledger` from the working directory upwards, as git finds its own; it must be this user's.
    ///
    /// The search goes no higher than the home directory, and stays on one file system: above, others may write.
    package static func nearest() throws(OperationError) -> LedgerDirectory {
        guard var directory = working else { throw .input(.workingDirectoryNotUTF8) }
        let home = Environment["HOME"].flatMap { FileIdentity($0) }
        let device = FileIdentity(directory)?.device
        while true {
            let here = FileIdentity(directory)
            guard here?.device == device else { throw .missing(.ledger) }
            let candidate = directory == "/" ? "/\(name)" : "\(directory)/\(name)"
            // Also a damaged or closed one: another ledger must not take its place unseen.
            if DurableFile.exists(candidate) {
                let found = LedgerDirectory(candidate)
                try found.requireOwn()
                return found
            }
            guard directory != "/", home == nil || here != home, let slash = directory.lastIndex(of: "/") else {
                throw .missing(.ledger)
            }
            directory = slash == directory.startIndex ? "/" : String(directory[..<slash])
        }
    }

    /// Nil if its name is not UTF-8.
    private static var working: String? {
        guard let path = getcwd(nil, 0) else { return "." }
        defer { free(path) }
        return String(validatingCString: path)
    }

    /// A ledger's files, its keys above all, do not belong in the repository that surrounds it.
    package func keepOutOfGit() throws(OperationError) {
        let file = "\(path)/.gitignore"
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let text = Array("*\n".utf8)
        guard write(descriptor, text, text.count) == text.count else {
            throw .keeping(.unwritable(path: file, code: errno))
        }
    }
}
