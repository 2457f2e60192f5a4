import ArgumentParser
import LedgerOperations
import LedgerSystem
import LedgerValues
import LedgerLog

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Replace a ledger's log with a backup, if it is the same log and nothing is lost.",
        discussion: """
            The backup is audited whole, and held against every checkpoint that is given, the last one that was signed \
            here, head.json, and the log that is there. One of another ledger, or with another beginning, is never \
            restored. One that has fewer events than were acknowledged is restored only with --accept-loss and a \
            reason, and that becomes the first event after those of the backup.

            What was there is kept beside it, as log.db.replaced-SIZE. The backup has no keys: put the folder keys \
            back from its own copy. Where checkpoints were signed over what is lost now, the signing key must be \
            replaced before it signs again: stackledger keys generate --replace.

              stackledger restore shop.db
              stackledger --ledger /srv/ledgers/shop restore shop.db --checkpoint 2026-11.checkpoint
              stackledger restore shop.db --accept-loss -m "the disk is gone, this is the newest backup"
            """
    )

    @Argument(help: "The backup.", completion: .file())
    var backup: String

    @Option(help: "A signed checkpoint to hold the backup against; may be repeated.", completion: .file())
    var checkpoint: [String] = []

    @Option(help: "A verifier key that checkpoints must be signed by; may be repeated. By default the ledger's own.")
    var key: [String] = []

    @Flag(help: "Restore although acknowledged events are not in the backup.")
    var acceptLoss = false

    @OptionGroup var reason: ReasonOptions
    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var actor: CallerOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        if reason.reason != nil, !acceptLoss { throw Failure.usage(.reasonUnused(option: "--accept-loss")) }
        let directory = try ledger.directoryToRestore()
        let restoration = Restoration(
            of: backup,
            into: directory,
            evidence: try KeptEvidence(directory: directory, checkpoints: checkpoint, keys: key),
            acceptance: acceptLoss ? try reason.required(for: "accepting a loss") : nil,
            actor: try actor.name(),
            report: ReportPrinter().report
        )
        let restored = try restoration.run()
        tell(restored, directory)
    }

    private func tell(_ restored: Restoration.Restored, _ directory: String) {
        let listing = Listing(
            columns: ["ledger", "directory", "restored", "lost", "size", "root", "kept"],
            rows: [
                [
                    .string(restored.ledger.description), .string(directory), restored.size.json,
                    restored.lost.json, restored.head.size.json, .string(restored.head.frontier.root.description),
                    restored.kept.json,
                ]
            ]
        )
        listing.print(as: output.format) { Self.text(restored, directory).escapingControls }
        guard output.format == .table, !DurableFile.exists("\(directory)/keys") else { return }
        StandardError.note("The ledger has no keys: put the folder keys back from where you keep its copy.")
    }

    private static func text(_ restored: Restoration.Restored, _ directory: String) -> String {
        var text = "Restored \(restored.size) events into \(directory). Root \(restored.head.frontier.root)."
        if restored.lost > 0 {
            text += " \(restored.lost) acknowledged events are lost; event #\(restored.head.size) says so."
        }
        if let kept = restored.kept { text += " What was there is kept in \(kept)." }
        return text
    }
}

extension LedgerOptions {
    /// The ledger that is named or there; else one to be made here, as `init` would.
    func directoryToRestore() throws(OperationError) -> String {
        if let named = try namedDirectory() { return named }
        do { return try directory() } catch {
            if case .missing(.ledger) = error { return LedgerDirectory.name }
            throw error
        }
    }
}
