import ArgumentParser
import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerValues
import LedgerSystem

struct ApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Let a deployment go on that waits for approval, and carry it through.",
        discussion: """
            After a promotion has succeeded, the stages that follow by themselves are promoted to as well.

              stackledger approve shop/prod -m "release meeting of Monday"
              stackledger approve shop/prod --no-wait
            """
    )

    @Argument(help: "STACK/STAGE.")
    var stage: String

    @OptionGroup var options: ActOptions

    func run() throws {
        let id = try StageID(argument: stage)
        let expected = try options.expectedVersion()
        let open = try OpenLedger.forReading(options.ledger).openDeployment(of: id)
        guard open?.isOfOthers != true, !options.dryRun else {
            try options.checkExpectation(id)
            return try approveOnly(id)
        }
        let interruption = Failure(.interrupted, "interrupted", "interrupted", hint: "stackledger recover")
        let results = try Interruptible.wait(interruption: { interruption }) { [options] () async throws(Failure) in
            let act = try await StageAct.begin(id, options.ledger, options.actor, options.waiting)
            defer { act.end() }
            try act.entry.require(newest: expected)
            try options.confirm("Approve what waits on \(id)?")
            let approved = try act.entry.say(
                .deployment(.approved),
                because: options.reason.reason,
                idempotencyKey: options.idempotencyKey
            )
            let end = try await act.run(approved, follows: !options.following.noWait)
            let onward = Onward(ledger: options.ledger, actor: options.actor, waiting: options.waiting)
            return await onward.results(after: try act.entry.result(of: approved, end), act)
        }
        try results.finish(as: options.output.format)
    }

    /// Of what was recorded by others, a pipeline say, who carry it through themselves.
    private func approveOnly(_ id: StageID) throws(Failure) {
        let action = RecordAction(
            ledger: options.ledger,
            actor: options.actor,
            output: options.output,
            dryRun: options.dryRun
        )
        var data: JSONObject = [:]
        data["reason"] = options.reason.reason.map { .string($0) }
        let proposal = Proposal(
            type: EventType.deployment(.approved).rawValue,
            subject: StreamName.stage(id).description,
            data: data
        )
        try action.perform([proposal], idempotencyKey: options.idempotencyKey, text: { _ in "Approved on \(id)." })
    }
}
