import ArgumentParser
import LedgerOperations
import LedgerViews

struct StacksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stacks",
        abstract: "List the stacks.",
        discussion: """
              stackledger stacks
              stackledger stacks --json | jq -r '.[].stack'
            """
    )

    @OptionGroup var options: AskOptions

    func run() throws {
        let rows = try options.views().rows(.stacks)
        rows.listing.print(as: options.output.format) { Self.text(rows.rows) }
    }

    private static func text(_ rows: [Row]) -> String {
        guard !rows.isEmpty else { return "No stacks. stackledger stack create makes one." }
        let times = RelativeTime()
        var table = TextTable("stack", "architecture", "stages", "repository", "branch", "created", "description")
        for row in rows {
            table.add(
                .init(row.text("stack") ?? ""),
                .init(row.text("architecture") ?? ""),
                .init("\(row.integer("stages") ?? 0)"),
                .init(row.text("repository_url") ?? ""),
                .init(row.text("repository_branch") ?? ""),
                .init(times.text(row.text("created_at")), .quiet),
                .init(row.text("description") ?? "")
            )
        }
        return table.rendered()
    }
}
