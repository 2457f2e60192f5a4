import ArgumentParser
import LedgerDomain
import LedgerOperations
import LedgerValues

struct RejectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject",
        abstract: "Reject a deployment that waits for approval.",
        discussion: """
              stackledger reject shop/prod -m "not before the sale"
            """
    )

    @Argument(help: "STACK/STAGE.")
    var stage: String

    @OptionGroup var reason: ReasonOptions
    @OptionGroup var expectation: ExpectOptions
    @OptionGroup var options: ShapeOptions

    func run() throws {
        let id = try StageID(argument: stage)
        let reason = try reason.required(for: "a rejection")
        try options.ledger.open(for: .reading).require(newest: try expectation.version(), of: id)
        try options.record(.deployment(.rejected), of: id, ["reason": .string(reason)], text: "Rejected on \(id).")
    }
}
