import ArgumentParser
import LedgerDomain
import LedgerLog
import LedgerProcessor

struct WaitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Wait for the outcome of a stage's newest deployment.",
        discussion: """
            Ends with the exit code that the deploy itself would have had: 0 succeeded, 6 failed, 7 rolled back by AWS, \
            8 when the time is over. Where nobody carries the deployment through any more, this does.

              stackledger wait shop/prod
              stackledger wait shop/prod --timeout 10m && echo deployed
            """
    )

    @Argument(help: "STACK/STAGE.")
    var stage: String

    @OptionGroup var waiting: WaitOptions
    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let id = try StageID(argument: stage)
        let interruption = Failure(.interrupted, "interrupted", "interrupted", hint: "stackledger wait \(id)")
        let (ledger, actor, waiting) = (ledger, actor, waiting)
        let result = try Blocking.wait(interruption: { interruption }) { () async throws(Failure) -> ActResult in
            let deadline = ContinuousClock.now + (try waiting.pace().timeout ?? .seconds(0))
            while true {
                if let ended = try Self.ended(id, ledger) { return ended }
                do throws(Failure) {
                    let act = try await StageAct.begin(id, ledger, actor, waiting)
                    defer { act.end() }
                    if let open = try act.openDeployment() {
                        return try act.result(of: open, try await act.run(open, follows: true))
                    }
                } catch {
                    guard error.code == "stageBusy", ContinuousClock.now < deadline else { throw error }
                }
                do { try await Task.sleep(for: .seconds(1)) } catch { throw interruption }
            }
        }
        try result.finish(as: output.format)
    }

    /// The newest deployment, once it has ended.
    private static func ended(_ id: StageID, _ options: LedgerOptions) throws(Failure) -> ActResult? {
        var ledger = try OpenLedger.forReading(options).stage(id, by: "")
        let stage: Stage
        do { stage = try ledger.current() } catch { throw Failure(error, on: id) }
        guard stage.definition != nil else { throw Failure(Rejection.stageUnknown(id)) }
        guard let newest = stage.deployments.last else { throw Failure(Rejection.noOpenDeployment(id)) }
        guard !newest.isOpen || newest.isOnlySeen else { return nil }
        do {
            let process = try ledger.process(newest.id)
            return ActResult(id: id, process: process, end: .ended(process))
        } catch { throw Failure(error, on: id) }
    }
}
