import ArgumentParser
import LedgerLog
import LedgerOperations
import LedgerValues

struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Create a ledger.",
        discussion: """
            Creates the directory with an empty log and a sealing key. Back up log.db, and apart from it, keys/.

              stackledger init
              stackledger init /srv/ledgers/shop
            """
    )

    @Argument(help: "The directory to create; .stackledger here by default.", completion: .directory)
    var directory: String?

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let path = try directory ?? ledger.namedDirectory() ?? LedgerDirectory.name
        let id = try Ledger.create(at: path).log().ledger
        let table = Listing(columns: ["ledger", "directory"], rows: [[.string(id.description), .string(path)]])
        table.print(as: output.format) { "Created the ledger \(path)." }
    }
}
