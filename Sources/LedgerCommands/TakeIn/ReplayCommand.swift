import ArgumentParser
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerValues

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Take in an export, its bytes kept.",
        discussion: """
            The ledger must be empty, or begin with the same events; then the rest is appended. Lines that were cut \
            off, moved or edited are refused, and nothing is changed; so are lines with values that would have to be \
            sealed. Equal exports have equal Merkle roots.

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
            guard let hash = SHA256Hash(text) else {
                throw .usage("'\(text)' is no root", hint: "a root is 64 hexadecimal digits")
            }
            return hash
        }
        let open = try OpenLedger.forWriting(ledger)
        let log = open.log
        // What is there is read on a connection of its own: the log is busy appending.
        let source = try ReplaySource(
            files,
            after: try OpenLedger.forReading(ledger).log,
            through: open.gate,
            expecting: expected
        )
        defer { source.finish() }
        do { try log.append(verbatim: source) } catch { throw Self.failure(error, source) }
        let head: LogHead
        do { head = try log.head() } catch { throw Failure(error) }
        let (appended, skipped) = source.counts
        let listing = Listing(
            columns: ["appended", "skipped", "size", "root"],
            rows: [
                [appended.json, skipped.json, head.size.json, .string(head.frontier.root.description)]
            ]
        )
        listing.print(as: output.format) {
            "Replayed \(appended) events, \(skipped) were there. Root \(head.frontier.root)."
        }
    }

    private static func failure(_ error: EventLogError, _ source: ReplaySource) -> Failure {
        switch error {
        case .sourceStopped: return source.failure ?? Failure(error)
        case .discontinuous(_, let why):
            return Failure(
                .usage,
                "replay",
                "\(source.place): \(why.text)",
                hint: "replay takes a whole export, unchanged and in order",
                details: ["at": .string(source.place)]
            )
        default: return Failure(error)
        }
    }
}

extension Int {
    var json: JSONValue { .integer(Int64(self)) }
}
