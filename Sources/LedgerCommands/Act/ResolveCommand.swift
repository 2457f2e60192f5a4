import ArgumentParser
import LedgerDomain
import LedgerViews
import LedgerValues

struct ResolveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "Say whether a call that stands in doubt was carried out, having looked yourself.",
        discussion: """
            stackledger actions --in-doubt lists them. What was not carried out ends its deployment as failed; after \
            what was, stackledger recover goes on.

              stackledger resolve 0197… --absent -m "no new revision in the console"
            """
    )

    @Argument(help: "The action's id.")
    var action: String

    @Flag(help: "It was carried out.")
    var landed = false

    @Flag(help: "It was not.")
    var absent = false

    @OptionGroup var reason: ReasonOptions
    @OptionGroup var options: ShapeOptions

    func validate() throws {
        guard landed != absent else { throw ValidationError("Say --landed or --absent.") }
    }

    func run() throws {
        guard let id = UniqueID(action) else {
            throw Failure.usage("'\(action)' is no action", hint: "stackledger actions --in-doubt lists them")
        }
        let reason = try reason.required(for: "a resolution")
        let asking = try Asking(options.ledger)
        let filter: [String: Cell] = [
            "stack": .null, "stage": .null, "version": .null, "status": .null, "doubt": .null,
            "id": .text(id.description),
        ]
        guard let row = try asking.rows(.actions, filter.limited(to: 1)).rows.first else {
            throw Failure(Rejection.actionUnknown(id))
        }
        guard absent || row.text("operation") != "RegisterTaskDefinition" else {
            throw Failure(
                .refused,
                "resultUnknown",
                "which revision it made must be known to go on",
                hint: "stackledger recover \(row.stageID) finds it, when DescribeTaskDefinition is allowed"
            )
        }
        let verdict: ResolutionVerdict = landed ? .landed : .absent
        try options.record(
            .action(.resolved),
            of: row.stageID,
            [
                "action": .string(id.description), "deployment": .string(row.text("deployment") ?? ""),
                "verdict": .string(verdict.rawValue), "reason": .string(reason),
            ],
            text: "Resolved: \(row.text("operation") ?? "the call") \(landed ? "was" : "was not") carried out."
        )
    }
}
