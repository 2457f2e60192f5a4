import ArgumentParser
import LedgerOperations
import LedgerDomain
import LedgerViews
import LedgerValues

struct ActionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "actions",
        abstract: "List AWS calls that deployments made, the newest first.",
        discussion: """
              stackledger actions shop/prod
              stackledger actions --in-doubt
            """
    )

    @Argument(help: "STACK/STAGE, STACK/STAGE@vN or STACK; all by default.")
    var what: String?

    @Flag(help: "Only calls whose outcome is unknown.")
    var inDoubt = false

    @OptionGroup var limit: LimitOptions
    @OptionGroup var options: AskOptions

    func run() throws {
        let views = try options.views()
        var parameters = try scope(views)
        parameters["doubt"] = inDoubt ? .integer(1) : .null
        parameters["limit"] = try limit.cell()
        let rows = try views.rows(.actions, parameters)
        rows.listing.print(as: options.output.format) { ActionsText(rows.rows).text }
    }

    private func scope(_ views: OpenViews) throws -> [String: Cell] {
        guard let what else { return [:] }
        guard what.contains("/") else {
            let stack = try StackName(argument: what)
            try views.require(stack)
            return ["stack": .text(stack.rawValue)]
        }
        guard what.contains("@") || what.contains("~") else {
            let id = try StageID(argument: what)
            try views.require(id)
            return id.parameters
        }
        return try views.deployment(try Reference(what, now: views.now), named: what).deploymentParameters
    }
}

/// Actions as a table.
struct ActionsText {
    private let rows: [Row]

    init(_ rows: [Row]) {
        self.rows = rows
    }

    var text: String {
        guard !rows.isEmpty else { return "No actions." }
        let times = RelativeTime()
        return TextTable.text(
            of: rows,
            [
                ListColumn("deployment") { row in row.deploymentName },
                ListColumn("call") { row in "\(row.text("service") ?? ""):\(row.text("operation") ?? "")" },
                ListColumn("status", ink: { Self.ink($0.text("status") ?? "") }) { $0.text("status") },
                ListColumn("attempts") { row in "\(row.integer("attempts") ?? 0)" },
                ListColumn("request") { $0.text("request_id") },
                ListColumn("when", .quiet) { row in times.text(row.text("intended_at")) },
                ListColumn("message") { row in
                    [row.text("code"), row.text("message")].compactMap(\.self).joined(separator: ": ")
                },
                ListColumn("action", .quiet) { $0.text("action") },
            ]
        )
    }

    private static func ink(_ status: String) -> Ink {
        switch status {
        case "succeeded": .good
        case "failed", "inDoubt": .bad
        case "abandoned": .quiet
        default: .waiting
        }
    }
}
