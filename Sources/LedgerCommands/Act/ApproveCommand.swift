import ArgumentParser
import LedgerDomain
import LedgerLog
import LedgerProcessor

struct ApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Let a deployment go on that waits for approval, and carry it through.",
        discussion: """
              stackledger approve shop/prod -m "release meeting of Monday"
              stackledger approve shop/prod --no-wait
            """
    )

    @Argument(help: "STACK/STAGE.")
    var stage: String

    @OptionGroup var reason: ReasonOptions
    @OptionGroup var waiting: WaitOptions
    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let id = try StageID(argument: stage)
        let interruption = Failure(.interrupted, "interrupted", "interrupted", hint: "stackledger recover \(id)")
        let (ledger, actor, waiting, reason) = (ledger, actor, waiting, reason.reason)
        let result = try Blocking.wait(interruption: { interruption }) { () async throws(Failure) -> ActResult in
            let act = try await StageAct.begin(id, ledger, actor, waiting)
            defer { act.end() }
            guard let open = try act.openDeployment() else { throw Failure(Rejection.noOpenDeployment(id)) }
            var data: JSONObject = [:]
            data["reason"] = reason.map { .string($0) }
            let approval = Proposal(
                type: EventType.deploymentApproved.rawValue,
                subject: StreamName.stage(id).description,
                data: data
            )
            do throws(RunnerError) { try act.ledger().append([approval]) } catch { throw Failure(error, on: id) }
            return try act.result(of: open, try await act.run(open, follows: !waiting.noWait))
        }
        try result.finish(as: output.format)
    }
}
