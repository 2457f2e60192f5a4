import ArgumentParser
import LedgerLog
import LedgerOperations

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print the log's records as they stand, one a line.",
        discussion: """
            The bytes are those that are stored and proved: replay of an export gives the same ledger, and the SHA-256 \
            of a zero byte and a line is its leaf in the Merkle tree (RFC 6962).

              stackledger export > shop.jsonl
              stackledger export --from 1000 --to 1999
            """
    )

    @Option(help: "The first position.")
    var from: Int = 1

    @Option(help: "The last position; the log's end by default.")
    var to: Int?

    @OptionGroup var ledger: LedgerOptions

    func run() throws {
        guard from >= 1, to.map({ $0 >= from }) ?? true else { throw Failure.usage(.noPositions(from: from, to: to)) }
        let ledger = try ledger.open(for: .reading)
        let log = try ledger.log()
        let size: Int
        do { size = try log.head().size } catch { throw OperationError.log(error) }
        try ledger.forEachLine(after: from - 1, upTo: min(to ?? size, size)) { (_, line) throws(OperationError) in
            StandardOutput.write(Array(line) + [UInt8(ascii: "\n")])
        }
    }
}
