import ArgumentParser
import Glibc
import LedgerSystem

struct LedgerOptions: ParsableArguments {
    @Option(help: "The ledger's directory.", completion: .directory)
    private var ledger: String?

    private var named: String? { ledger ?? Environment["STACKLEDGER_LEDGER"] }

    /// The directory that is asked for, nil when none is.
    func namedDirectory() throws(Failure) -> String? {
        guard let named else { return nil }
        guard !named.hasPrefix("postgresql://"), !named.hasPrefix("postgres://") else {
            throw Failure(
                .unexpected,
                "postgresql",
                "ledgers on PostgreSQL are not supported yet",
                hint: "name a directory"
            )
        }
        return named
    }

    /// The directory of the ledger that is there.
    func directory() throws(Failure) -> String {
        if let named = try namedDirectory() { named } else { try nearest() }
    }

    static let directoryName = ".stackledger"

    /// The nearest `.stackledger` from here upwards, as git finds its own.
    private func nearest() throws(Failure) -> String {
        var directory = Self.workingDirectory
        while true {
            let candidate = directory == "/" ? "/\(Self.directoryName)" : "\(directory)/\(Self.directoryName)"
            // Also one that is damaged or may not be entered: another ledger must not take its place unseen.
            if access(candidate, F_OK) == 0 { return candidate }
            guard directory != "/", let slash = directory.lastIndex(of: "/") else { break }
            directory = slash == directory.startIndex ? "/" : String(directory[..<slash])
        }
        throw .notFound("no ledger here or above", hint: "stackledger init, or name one with --ledger")
    }

    static var workingDirectory: String {
        guard let path = getcwd(nil, 0) else { return "." }
        defer { free(path) }
        return String(cString: path)
    }
}
