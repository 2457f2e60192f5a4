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
        var table = TextTable("revision", "status", "registered", "by", "account", "region", "used by")
        for row in rows {
            let status = row.text("status") ?? ""
            table.add(
                .init(row.text("revision") ?? ""),
                .init(status, status == "active" ? .good : .quiet),
                .init(times.text(row.text("registered_at")), .quiet),
                .init(ShortActor.text(row.text("registered_by"))),
                .init(row.text("account") ?? ""),
                .init(row.text("region") ?? ""),
                .init(row.text("deployments") ?? "")
            )
        }
        return table.rendered()
    }
}
