import ArgumentParser
import LedgerOperations
import LedgerViews

struct RevisionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revisions",
        abstract: "List task definition revisions, the newest first, and which deployments used them.",
        discussion: """
              stackledger revisions shop-prod
              stackledger revisions --status inactive
            """
    )

    @Argument(help: "The task definition family; all by default.")
    var family: String?

    @Option(help: "Only active or only inactive ones.")
    var status: String?

    @OptionGroup var limit: LimitOptions
    @OptionGroup var options: AskOptions

    func run() throws {
        let rows = try options.views().rows(
            .revisions,
            ["family": Cell(family), "status": Cell(status), "limit": try limit.cell()]
        )
        rows.listing.print(as: options.output.format) { Self.text(rows.rows) }
    }

    private static func text(_ rows: [Row]) -> String {
        guard !rows.isEmpty else { return "No revisions." }
        let times = RelativeTime()
        return TextTable.text(
            of: rows,
            [
                ListColumn("revision") { $0.text("revision") },
                ListColumn("status", ink: { $0.text("status") == "active" ? .good : .quiet }) { $0.text("status") },
                ListColumn("registered", .quiet) { row in times.text(row.text("registered_at")) },
                ListColumn("by") { row in ShortActor.text(row.text("registered_by")) },
                ListColumn("account") { $0.text("account") },
                ListColumn("region") { $0.text("region") },
                ListColumn("used by") { $0.text("deployments") },
            ]
        )
    }
}
