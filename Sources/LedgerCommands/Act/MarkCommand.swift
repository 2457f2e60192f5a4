import ArgumentParser
import LedgerDomain
import LedgerOperations
import LedgerValues
import LedgerSystem

struct MarkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mark",
        abstract: "Mark a deployment good or bad; a rollback never picks a bad one.",
        discussion: """
            A mark goes by content: every deployment of the same definition and image has it, even one that was not marked \
            itself. good lifts an earlier bad mark, and that the content was rolled away from; so does a later deploy or \
            promotion of that content that succeeds.

              stackledger mark shop/prod@v12 bad -m "checkout errors"
              stackledger mark shop/prod@v12 good -m "it was the database"
            """
    )

    @Argument(help: "STACK/STAGE@vN.")
    var deployment: String

    @Argument(help: "good or bad.")
    var mark: String

    @OptionGroup var reason: ReasonOptions
    @OptionGroup var expectation: ExpectOptions
    @OptionGroup var options: ShapeOptions

    func run() throws {
        guard let mark = Mark(rawValue: mark) else { throw Failure.usage(.notAMark(mark)) }
        guard case .version(let id, let version) = try Reference(deployment, now: .now()) else {
            throw Failure.usage(.notADeployment(deployment))
        }
        let reason = try reason.required(for: "a mark")
        try options.ledger.open(for: .reading).require(newest: try expectation.version(), of: id)
        try options.record(
            .deployment(.marked),
            of: id,
            ["version": version.json, "mark": .string(mark.rawValue), "reason": .string(reason)],
            text: "\(id)@v\(version) is marked \(mark.rawValue)."
        )
    }
}
