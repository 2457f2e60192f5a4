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
        var table = TextTable(
            "stage",
            "kind",
            "runs in",
            "account",
            "region",
            "approval",
            "locked",
            "running",
            "assumed"
        )
        for row in rows {
            table.add(
                .init("\(row.text("stack") ?? "")/\(row.text("stage") ?? "")"),
                .init(row.text("kind") ?? ""),
                .init(row.text("function") ?? "\(row.text("cluster") ?? "")/\(row.text("service") ?? "")"),
                .init(row.text("account") ?? ""),
                .init(row.text("region") ?? ""),
                .init(row.text("approval") ?? ""),
                .init(row.isTrue("is_locked") ? row.text("lock_reason") ?? "yes" : "", .waiting),
                .init(row.integer("running_version").map { "v\($0)" } ?? "-"),
                .init(row.isTrue("assumed") ? "assumed" : "", .quiet)
            )
        }
        return table.rendered()
    }
}
