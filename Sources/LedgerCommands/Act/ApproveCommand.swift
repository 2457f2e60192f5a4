import ArgumentParser
import LedgerDomain
import LedgerOperations
import LedgerValues

struct ApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Approve a waiting deployment and run it.",
        discussion: """
            After a promotion succeeds, it goes on to the stages that follow automatically.

              stackledger approve shop/prod -m "release meeting of Monday"
              stackledger approve shop/prod --no-wait
            """
    )

    @Argument(help: "STACK/STAGE.")
    var stage: String

    @OptionGroup var options: ActOptions

    func run() throws {
        let id = try StageID(argument: stage)
        let act = ApproveAct(id)
        let ledger = try options.ledger.open(for: .reading)
        guard try !act.isOnlyRecorded(in: ledger) else { return try record(id, ledger) }
        try options.run(interruption: .approval) { ledger, caller, settings throws(OperationError) in
            settings.isRehearsal
                ? .rehearsed(try await act.rehearse(ledger, caller, settings))
                : .done(try await act.run(ledger, caller, settings))
        }
    }

    /// For what another process carries out, a pipeline say.
    private func record(_ id: StageID, _ ledger: Ledger) throws {
        try ledger.require(newest: try options.settings().expected, of: id)
        var data: JSONObject = [:]
        data["reason"] = options.reason.reason.map { .string($0) }
        try Recording(output: options.output.format, text: { _ in "Approved on \(id)." }).record(
            EventBatch(.deployment(.approved), of: id, data),
            in: try options.ledger.open(for: .writing),
            by: try options.actor.name(),
            dryRun: options.dryRun,
            idempotencyKey: options.idempotencyKey
        )
    }
}
