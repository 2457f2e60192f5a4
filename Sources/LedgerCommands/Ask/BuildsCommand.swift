import ArgumentParser
import LedgerOperations
import LedgerViews

struct BuildsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "builds",
        abstract: "List builds, the newest first.",
        discussion: """
              stackledger builds shop-release
              stackledger builds --status failed
            """
    )

    @Argument(help: "The pipeline; all by default.")
    var pipeline: String?

    @Option(help: "Only this status: started, succeeded or failed.")
    var status: String?

    @Option(help: "Only this commit (a prefix is enough).")
    var commit: String?

    @OptionGroup var limit: LimitOptions
    @OptionGroup var options: AskOptions

    func run() throws {
        let rows = try options.views().rows(
            .builds,
            [
                "pipeline": Cell(pipeline), "status": Cell(status), "commit": Cell(commit?.lowercased()),
                "limit": try limit.cell(),
            ]
        )
        rows.listing.print(as: options.output.format) { Self.text(rows.rows) }
    }

    private static func text(_ rows: [Row]) -> String {
        guard !rows.isEmpty else { return "No builds." }
        let times = RelativeTime()
        return TextTable.text(
            of: rows,
            [
                ListColumn("pipeline") { $0.text("pipeline") },
                ListColumn("execution") { $0.text("execution") },
                ListColumn("status", ink: { Self.ink(of: $0.text("status")) }) { $0.text("status") },
                ListColumn("commit") { row in
                    (row.text("commits") ?? "").split(separator: " ").map { $0.prefix(7) }.joined(separator: " ")
                },
                ListColumn("image") { row in row.text("image").map(ShortImage.text) ?? "" },
                ListColumn("started", .quiet) { row in times.text(row.text("started_at")) },
                ListColumn("ended", .quiet) { row in times.text(row.text("ended_at")) },
                ListColumn("message") { row in
                    [row.text("phase"), row.text("message")].compactMap(\.self).joined(separator: ": ")
                },
            ]
        )
    }

    private static func ink(of status: String?) -> Ink {
        switch status {
        case "succeeded": .good
        case "failed": .bad
        default: .waiting
        }
    }
}
