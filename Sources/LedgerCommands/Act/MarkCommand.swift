import ArgumentParser
import LedgerDomain
import LedgerValues
import LedgerSystem

struct MarkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mark",
        abstract: "Say of a deployment that it was good or bad; a bad one is no target of a rollback.",
        discussion: """
            The mark goes by content: whatever ran the same definition and image has it too. good lifts an earlier bad \
            mark, and that it was rolled away from.

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
        guard let mark = Mark(rawValue: mark) else {
            throw Failure.usage("'\(mark)' is no mark", hint: "write good or bad")
        }
        guard case .version(let id, let version) = try Reference(deployment, now: .now()) else {
            throw Failure.usage("'\(deployment)' is no deployment", hint: "write shop/prod@v12")
        }
        let reason = try reason.required(for: "a mark")
        try expectation.check(id, options.ledger)
        try options.record(
            .deployment(.marked),
            of: id,
            ["version": version.json, "mark": .string(mark.rawValue), "reason": .string(reason)],
            text: "\(id)@v\(version) is marked \(mark.rawValue)."
        )
    }
}

struct RejectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject",
        abstract: "Turn down a deployment that waits for approval.",
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
        try expectation.check(id, options.ledger)
        try options.record(.deployment(.rejected), of: id, ["reason": .string(reason)], text: "Rejected on \(id).")
    }
}
