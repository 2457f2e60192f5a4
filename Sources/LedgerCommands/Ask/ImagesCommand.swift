import ArgumentParser
import LedgerOperations
import LedgerViews

struct ImagesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "images",
        abstract: "List images with their tags, the newest first.",
        discussion: """
              stackledger images shop
              stackledger images --status deleted
              stackledger images --commit 4f2c1a9
            """
    )

    @Argument(help: "The repository; all by default.")
    var repository: String?

    @Option(help: "Only this status: present or deleted.")
    var status: String?

    @Option(help: "Only this commit (a prefix is enough).")
    var commit: String?

    @OptionGroup var limit: LimitOptions
    @OptionGroup var options: AskOptions

    func run() throws {
        let rows = try options.views().rows(
            .images,
            [
                "repository": Cell(repository), "status": Cell(status), "commit": Cell(commit?.lowercased()),
                "limit": try limit.cell(),
            ]
        )
        rows.listing.print(as: options.output.format) { Self.text(rows.rows) }
    }

    private static func text(_ rows: [Row]) -> String {
        guard !rows.isEmpty else { return "No images." }
        let times = RelativeTime()
        return TextTable.text(
            of: rows,
            [
                ListColumn("image") { row in row.text("image").map(ShortImage.text) ?? "" },
                ListColumn("tags") { $0.text("tags") },
                ListColumn("status", ink: { $0.text("status") == "present" ? .good : .bad }) { $0.text("status") },
                ListColumn("commit") { row in row.text("commit").map { String($0.prefix(7)) } ?? "" },
                ListColumn("size") { row in row.integer("size").map { "\($0 / 1_000_000) MB" } ?? "" },
                ListColumn("pushed", .quiet) { row in times.text(row.text("pushed_at")) },
                ListColumn("by") { row in ShortActor.text(row.text("pushed_by")) },
                ListColumn("deleted") { row in
                    row.text("deleted_at").map { "\(times.text($0)), \(row.text("deleted_why") ?? "")" } ?? ""
                },
            ]
        )
    }
}
