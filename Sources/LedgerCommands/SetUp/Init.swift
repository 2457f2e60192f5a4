import ArgumentParser
import Glibc
import LedgerDomain
import LedgerSQLite
import LedgerValues
import LedgerSystem

struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a new ledger.",
        discussion: """
            Makes the directory with an empty log and a sealing key. Back up log.db, and apart from it, keys/.

              stackledger init
              stackledger init /srv/ledgers/shop
            """
    )

    @Argument(help: "The directory to make; .stackledger here by default.", completion: .directory)
    var directory: String?

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let path = try directory ?? ledger.namedDirectory() ?? LedgerOptions.directoryName
        let id = UniqueID.make()
        do {
            _ = try SQLiteEventLog.create(at: path, id: id, clock: { .now() })
        } catch {
            throw Failure(error)
        }
        try SealKeyFile(ledger: path).create()
        try Self.keepOutOfGit(path)
        let table = Listing(columns: ["ledger", "directory"], rows: [[.string(id.description), .string(path)]])
        table.print(as: output.format) { "Made the ledger \(path)." }
    }

    /// A ledger's files, its keys above all, do not belong into the repository that it may stand in.
    static func keepOutOfGit(_ path: String) throws(Failure) {
        let descriptor = open("\(path)/.gitignore", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let text = Array("*\n".utf8)
        guard write(descriptor, text, text.count) == text.count else {

            throw Failure(
                .unexpected,
                "notWritable",
                "\(path)/.gitignore: \(String(cString: strerror(errno)))",
                hint: "check the directory's owner and mode"
            )
        }
    }
}
