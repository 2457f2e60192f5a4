import ArgumentParser
import LedgerLog
import LedgerOperations
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

    @Flag(help: "Trust the stored tree, and hash only the newest events again.")
    var quick = false

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        if full, quick { throw Failure.usage(.exclusive("--full", "--quick")) }
        if proof != nil, full || quick { throw Failure.usage(.depthOfProof) }
        if let proof { return try check(proof) }
        let verification = Verification(directory: try ledger.directory(), checkpoints: checkpoint, keys: key)
        let depth: Verification.Depth = full ? .full : quick ? .quick : .records
        let report = try verification.run(depth, report: ReportPrinter().report)
        report.listing.print(as: output.format) { report.text }
        try report.requireNone()
    }

    private func check(_ proof: String) throws {
        let keys = try TrustedKeys.given(key, orOf: try? ledger.directory())
        let check = ProofCheck(path: proof, checkpoints: checkpoint, keys: try TrustedKeys.require(keys))
        let finding = try check.run()
        finding.listing.print(as: output.format) { finding.text }
    }
}

extension VerificationReport {
    fileprivate var listing: Listing {
        Listing(
            columns: ["check", "state", "detail", "position"],
            rows: findings.map {
                [
                    .string($0.check.rawValue), $0.isGood ? "ok" : "bad", .string($0.detail),
                    $0.position?.json ?? .null,
                ]
            }
        )
    }

    fileprivate var text: String {
        TextTable.text(
            of: findings,
            [
                ListColumn("check") { finding in finding.check.rawValue },
                ListColumn("state", ink: { $0.isGood ? .good : .bad }) { $0.isGood ? "ok" : "bad" },
                ListColumn("detail") { finding in (finding.position.map { "#\($0): " } ?? "") + finding.detail },
            ]
        )
    }
}

extension ProofCheck.Finding {
    fileprivate var listing: Listing {
        switch self {
        case .growth(let old, let new):
            Listing(
                columns: ["origin", "from", "to", "root"],
                rows: [[.string(new.origin), old.size.json, new.size.json, .string(new.root.description)]]
            )
        case .events(let events):
            Listing(
                columns: ["position", "id", "type", "subject", "time", "actor", "origin", "size", "root"],
                rows: events.map { event in
                    let (record, checkpoint) = (event.record, event.checkpoint)
                    return [
                        event.position.json, .string(record.id.description), .string(record.type),
                        .string(record.subject), .string(record.time.description), .string(record.actor),
                        .string(checkpoint.origin), checkpoint.size.json, .string(checkpoint.root.description),
                    ]
                }
            )
        }
    }

    fileprivate var text: String {
        let proved = Ink.good.painting("proved")
        return switch self {
        case .growth(let old, let new):
            "\(proved) \(new.origin) grew from \(old.size) to \(new.size) events; nothing before was changed"
        case .events(let events):
            events.map { event in
                let (record, checkpoint) = (event.record, event.checkpoint)
                return "\(proved) #\(event.position) \(record.type) of \(record.subject), \(record.time), "
                    + "by \(record.actor); one of the \(checkpoint.size) events of \(checkpoint.origin)"
            }
            .map(\.escapingControls).joined(separator: "\n")
        }
    }
}
