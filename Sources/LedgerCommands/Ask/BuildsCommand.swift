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
        var table = TextTable("pipeline", "execution", "status", "commit", "image", "started", "ended", "message")
        for row in rows {
            let status = row.text("status") ?? ""
            table.add(
                .init(row.text("pipeline") ?? ""),
                .init(row.text("execution") ?? ""),
                .init(status, status == "succeeded" ? .good : status == "failed" ? .bad : .waiting),
                .init(row.text("commit").map { String($0.prefix(7)) } ?? ""),
                .init(row.text("image").map(ShortImage.text) ?? ""),
                .init(times.text(row.text("started_at")), .quiet),
                .init(times.text(row.text("ended_at")), .quiet),
                .init([row.text("phase"), row.text("message")].compactMap(\.self).joined(separator: ": "))
            )
        }
        return table.rendered()
    }
}
