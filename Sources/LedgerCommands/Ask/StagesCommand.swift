import ArgumentParser
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
        let asking = try Asking(options)
        let rows = try asking.stages(of: stack)
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

extension Asking {
    /// The stages of a stack that must be there, or of all.
    func stages(of stack: String?) throws(Failure) -> Rows {
        guard let stack else { return try rows(.stages) }
        let name = try StackName(argument: stack)
        try require(name)
        return try rows(.stages, ["stack": .text(name.rawValue)])
    }

    func require(_ stack: StackName) throws(Failure) {
        guard try rows(.stack, ["stack": .text(stack.rawValue)]).rows.isEmpty else { return }
        throw Failure(Rejection.stackUnknown(stack))
    }

    /// The row of a stage that must be there.
    @discardableResult
    func require(_ id: StageID) throws(Failure) -> Row {
        if let row = try rows(.stage, id.parameters).rows.first { return row }
        // A stage that was removed still has its history.
        if let run = try rows(.historyOfStage, id.parameters.limited(to: 1)).rows.first { return run }
        throw Failure(Rejection.stageUnknown(id))
    }
}

extension [String: Cell] {
    func limited(to limit: Int) -> [String: Cell] {
        merging(["limit": .integer(Int64(limit))]) { $1 }
    }
}
