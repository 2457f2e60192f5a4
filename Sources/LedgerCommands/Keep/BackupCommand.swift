import ArgumentParser
import LedgerOperations
import LedgerSystem
import LedgerValues
import LedgerLog

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy and check the whole log while others write.",
        discussion: """
            One file, of one moment, with every event that was acknowledged before; it is read again and every record \
            hashed before it gets its name. In a directory (an existing one, or a name that ends in /) it is called \
            stackledger-LEDGER-SIZE.db.

            Keys are never in it. Keep a copy of the folder keys apart from the backups: anyone with both can open every \
            sealed value, and without keys/seal.key no value can be opened.

              stackledger backup /mnt/backups/
              stackledger backup shop.db --force
              stackledger restore shop.db --checkpoint 2026-11.checkpoint
            """
    )

    @Argument(help: "The file to write, or the directory to put it in.", completion: .file())
    var destination: String

    @Flag(help: "Replace a backup that is there.")
    var force = false

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let ledger = try ledger.open(for: .reading)
        let report = ReportPrinter().report
        let backup = try Backup.make(of: ledger, at: destination, replacing: force, report: report)
        let row: [JSONValue] = [
            .string(backup.ledger.description), backup.size.json, .string(backup.root.description),
            .string(backup.path),
        ]
        Listing(columns: ["ledger", "size", "root", "path"], rows: [row]).print(as: output.format) {
            "Copied \(backup.size) events to \(backup.path.escapingControls). Root \(backup.root)."
        }
        let keys = "\(ledger.directory)/keys"
        guard output.format == .table, DurableFile.exists(keys) else { return }
        StandardError.note("The keys are not in it: keep a copy of \(keys), and not beside the backups.")
    }
}
