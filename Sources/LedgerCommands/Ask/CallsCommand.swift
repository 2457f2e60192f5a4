import ArgumentParser
import LedgerDomain
import LedgerOperations
import LedgerValues
import LedgerViews

struct CallsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calls",
        abstract: "List calls to AWS that others made, the newest first: who, when, from where.",
        discussion: """
            From CloudTrail; stackledger ingest imports its records. A call is listed for every stage whose service, task \
            definition family, function, pipeline or image repository it names. Calls of the ledger's own deployments are \
            in stackledger actions.

              stackledger calls shop/prod --since "2 hours ago"
              stackledger calls shop/prod --operation UpdateService --json
              stackledger calls --by mia -n 0
            """
    )

    @Argument(help: "STACK/STAGE or STACK; all by default.")
    var what: String?

    @Option(help: "Only calls at or after this time.")
    var since: String?

    @Option(help: "Only calls before this time.")
    var until: String?

    @Option(help: "Only calls by names containing this.")
    var by: String?

    @Option(help: "Only this operation, such as UpdateService.")
    var operation: String?

    @Flag(help: "Also calls that deployments of this ledger made.")
    var all = false

    @OptionGroup var limit: LimitOptions
    @OptionGroup var options: AskOptions

    func run() throws {
        let views = try options.views()
        var parameters = try scope(views)
        parameters["since"] = try Self.time(since, views)
        parameters["until"] = try Self.time(until, views)
        parameters["by"] = Cell(by)
        parameters["operation"] = Cell(operation)
        parameters["all"] = all ? .integer(1) : .null
        parameters["limit"] = try limit.cell()
        let rows = try views.rows(.calls, parameters)
        rows.listing.print(as: options.output.format) { CallsText(rows.rows).text }
    }

    private static func time(_ text: String?, _ views: OpenViews) throws -> Cell {
        guard let text else { return .null }
        return .text(try TimeText.read(text, now: views.now).description)
    }

    private func scope(_ views: OpenViews) throws -> [String: Cell] {
        guard let what else { return [:] }
        guard what.contains("/") else {
            let stack = try StackName(argument: what)
            try views.require(stack)
            return ["stack": .text(stack.rawValue)]
        }
        let id = try StageID(argument: what)
        try views.require(id)
        return id.parameters
    }
}
