import ArgumentParser
import LedgerLog
import LedgerOperations
import LedgerValues

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Import an export byte for byte.",
        discussion: """
            The ledger must be empty, or begin with the same events; then the rest is appended. Lines that were cut off, \
            moved or edited are refused, and nothing is changed; so are lines with values that would have to be sealed. Equal \
            exports have equal Merkle roots.

              stackledger export > shop.jsonl
              stackledger --ledger copy init && stackledger --ledger copy replay shop.jsonl
            """
    )

    @Argument(help: "Files with one record a line, in order; - for standard input.", completion: .file())
    var files: [String]

    @Option(help: "Refuse all unless this is the Merkle root afterwards, in hexadecimal.")
    var root: String?

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let expected = try root.map { text throws(Failure) in
            guard let hash = SHA256Hash(text) else { throw .usage(.notARoot(text)) }
            return hash
        }
        let ledger = try ledger.open(for: .writing)
        let replay = try Replay.run(files, into: ledger, expecting: expected, report: ReportPrinter().report)
        let (head, root) = (replay.head, replay.head.frontier.root)
        let listing = Listing(
            columns: ["appended", "skipped", "size", "root"],
            rows: [[replay.appended.json, replay.skipped.json, head.size.json, .string(root.description)]]
        )
        listing.print(as: output.format) {
            "Replayed \(replay.appended) events, \(replay.skipped) were there. Root \(root)."
        }
    }
}
