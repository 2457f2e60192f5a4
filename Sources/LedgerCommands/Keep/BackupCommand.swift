import ArgumentParser
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerValues

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the log, whole and checked, while others go on writing.",
        discussion: """
            One file, of one moment, with every event that was acknowledged before; it is read again and every record \
            hashed before it gets its name. In a directory (one that is there, or a name that ends in /) its name is \
            stackledger-LEDGER-SIZE.db.

            Keys are never in it. Keep a copy of the folder keys at another place than the backups: who has both can \
            open every sealed value, and who has no keys/seal.key any more can open none.

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
        let opened = try OpenLedger.forReading(ledger)
        try OutputPlace(ledger: opened.directory).require(destination)
        let target = try BackupTarget(destination, of: opened.log.ledger)
        if let file = target.file { try requireFree(file, opened) }
        let backup = try copy(opened.directory, to: target)
        let path = target.path(ofSize: backup.report.size)
        do { try backup.put(at: path, replacing: force) } catch .alreadyExists { throw Self.exists(path) } catch {
            throw BackupTarget.failure(error)
        }
        tell(backup.report, path, opened.directory)
    }

    /// Early, before anything is copied; and nothing ever takes the place of the log itself.
    private func requireFree(_ path: String, _ opened: OpenLedger) throws(Failure) {
        if BackupTarget.areSame(path, "\(opened.directory)/log.db") {
            throw .usage("\(path) is the log itself", hint: "name another file, on another disk")
        }
        if !force, BackupTarget.exists(path) { throw Self.exists(path) }
    }

    private func copy(_ directory: String, to target: BackupTarget) throws(Failure) -> LogBackup {
        let copying = ProgressLine("copying"), checking = ProgressLine("checking")
        let backup: LogBackup
        do {
            backup = try LogBackup(
                of: directory,
                in: target.temporary,
                copying: copying.advance,
                checking: checking.advance
            )
        } catch { throw BackupTarget.failure(error) }
        if let problem = backup.report.problems.first { throw Failure(problem) }
        return backup
    }

    private func tell(_ report: AuditReport, _ path: String, _ directory: String) {
        let row: [JSONValue] = [
            .string(report.ledger.description), report.size.json, .string(report.root.description), .string(path),
        ]
        let listing = Listing(columns: ["ledger", "size", "root", "path"], rows: [row])
        listing.print(as: output.format) {
            "Copied \(report.size) events to \(path.escapingControls). Root \(report.root)."
        }
        guard output.format == .table, BackupTarget.exists("\(directory)/keys") else { return }
        StandardError.note("The keys are not in it: keep a copy of \(directory)/keys, and not beside the backups.")
    }

    private static func exists(_ path: String) -> Failure {
        Failure(.conflict, "exists", "\(path) is there already", hint: "--force replaces it")
    }
}
