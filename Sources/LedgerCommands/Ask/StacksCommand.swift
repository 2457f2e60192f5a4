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
        return TextTable.text(
            of: rows,
            [
                ListColumn("stack") { $0.text("stack") },
                ListColumn("architecture") { $0.text("architecture") },
                ListColumn("stages") { row in "\(row.integer("stages") ?? 0)" },
                ListColumn("repository") { $0.text("repository_url") },
                ListColumn("branch") { $0.text("repository_branch") },
                ListColumn("created", .quiet) { row in times.text(row.text("created_at")) },
                ListColumn("description") { $0.text("description") },
            ]
        )
    }
}
