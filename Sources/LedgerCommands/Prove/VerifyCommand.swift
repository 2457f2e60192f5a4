import ArgumentParser
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerViews
import LedgerValues

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove that nothing in the ledger was changed, removed or reordered.",
        discussion: """
            Hashes every record again, compares every column with its record, and checks the order, the ids, the log's \
            head, head.json, the stored tree, the last checkpoint that was signed here and every checkpoint that is \
            given. It only reads, and others may go on writing. Exits with 10 and names the first bad event when \
            something is wrong.

            A checkpoint that is kept elsewhere proves that what it was signed over is still the same. A proof is \
            checked without a ledger; then --key must say whose signature counts.

              stackledger verify
              stackledger verify --checkpoint 2026-01.checkpoint
              stackledger verify --proof 1234.tlog-proof --key "$(cat ledger.vkey)"
              stackledger verify --proof growth.proof --checkpoint 2026-01.checkpoint --key "$(cat ledger.vkey)"
            """
    )

    @Option(help: "A signed checkpoint to hold the ledger against; may be repeated.", completion: .file())
    var checkpoint: [String] = []

    @Option(help: "A verifier key that checkpoints must be signed by; may be repeated. By default the ledger's own.")
    var key: [String] = []

    @Option(help: "A proof to check, of an event or of consistency; needs no ledger.", completion: .file())
    var proof: String?

    @Flag(help: "Read the whole file too: SQLite's pages and indexes.")
    var full = false

    @Flag(help: "Believe what is stored of the tree, and re-hash only the newest events.")
    var quick = false

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if full, quick { throw ValidationError("--full and --quick exclude each other.") }
        if proof != nil, full || quick {
            throw ValidationError("--proof reads no ledger: leave out --full and --quick.")
        }
    }

    func run() throws {
        if let proof {
            let keys = try TrustedKeys.given(key, orOf: try? ledger.directory())
            let check = ProofCheck(path: proof, checkpoints: checkpoint, keys: try TrustedKeys.require(keys))
            return try check.run(printing: output.format)
        }
        let verification = Verification(directory: try ledger.directory(), checkpoints: checkpoint, keys: key)
        try verification.run(full ? .full : quick ? .quick : .records, printing: output.format)
    }
}
