import ArgumentParser
import LedgerDomain
import LedgerLog
import LedgerProcessor

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

    @OptionGroup var reason: ReasonOptions
    @OptionGroup var following: FollowOptions
    @OptionGroup var waiting: WaitOptions
    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let id = try StageID(argument: stage)
        guard try !isOfOthers(id) else { return try approveOnly(id) }
        let interruption = Failure(.interrupted, "interrupted", "interrupted", hint: "stackledger recover")
        let (ledger, actor, waiting, reason) = (ledger, actor, waiting, reason.reason)
        let onward = Onward(ledger: ledger, actor: actor, waiting: waiting)
        let results = try Blocking.wait(interruption: { interruption }) { () async throws(Failure) -> ActResults in
            let act = try await StageAct.begin(id, ledger, actor, waiting)
            defer { act.end() }
            guard let open = try act.openDeployment() else { throw Failure(Rejection.noOpenDeployment(id)) }
            let approval = Self.approval(of: id, reason)
            do throws(RunnerError) { try act.ledger().append([approval]) } catch { throw Failure(error, on: id) }
            let result = try act.result(of: open, try await act.run(open, follows: !following.noWait))
            return await onward.results(after: result, act)
        }
        try results.finish(as: output.format)
    }

    private static func approval(of id: StageID, _ reason: String?) -> Proposal {
        var data: JSONObject = [:]
        data["reason"] = reason.map { .string($0) }
        return Proposal(
            type: EventType.deploymentApproved.rawValue,
            subject: StreamName.stage(id).description,
            data: data
        )
    }

    /// Whether it was recorded by others, a pipeline say, who carry it through themselves.
    private func isOfOthers(_ id: StageID) throws(Failure) -> Bool {
        var stage = try OpenLedger.forReading(ledger).stage(id, by: "")
        do {
            guard let open = try stage.current().blockingDeployment else { return false }
            return try stage.process(open.id).plan.isEmpty
        } catch { throw Failure(error, on: id) }
    }

    private func approveOnly(_ id: StageID) throws(Failure) {
        let action = RecordAction(ledger: ledger, actor: actor, output: output, dryRun: false)
        try action.perform([Self.approval(of: id, reason.reason)], text: { _ in "Approved on \(id)." })
    }
}
