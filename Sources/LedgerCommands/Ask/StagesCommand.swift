import ArgumentParser
import LedgerOperations
import LedgerDomain
import LedgerViews
import LedgerValues

struct StagesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stages",
        abstract: "List the stages of a stack, or all, in their order.",
        discussion: """
              stackledger stages
              stackledger stages shop --at "3 days ago"
            """
    )

    @Argument(help: "The stack; all by default.")
    var stack: String?

    @OptionGroup var options: AskOptions

    func run() throws {
        let views = try options.views()
        let rows = try views.stages(of: stack)
        rows.listing.print(as: options.output.format) { Self.text(rows.rows) }
    }

    private static func text(_ rows: [Row]) -> String {
        guard !rows.isEmpty else { return "No stages. stackledger stage add adds one." }
        return TextTable.text(
            of: rows,
            [
                ListColumn("stage") { row in "\(row.text("stack") ?? "")/\(row.text("stage") ?? "")" },
                ListColumn("kind") { $0.text("kind") },
                ListColumn("runs in") { row in
                    row.text("function") ?? "\(row.text("cluster") ?? "")/\(row.text("service") ?? "")"
                },
                ListColumn("account") { $0.text("account") },
                ListColumn("region") { $0.text("region") },
                ListColumn("approval") { $0.text("approval") },
                ListColumn("locked", .waiting) { row in row.isTrue("is_locked") ? row.text("lock_reason") ?? "yes" : ""
                },
                ListColumn("running") { row in row.integer("running_version").map { "v\($0)" } ?? "-" },
                ListColumn("assumed", .quiet) { row in row.isTrue("assumed") ? "assumed" : "" },
            ]
        )
    }
}
