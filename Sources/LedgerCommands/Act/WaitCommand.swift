import ArgumentParser
import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerSystem

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
        let (ledger, waiting) = (ledger, waiting)
        let goOn = goOn
        let result = try Interruptible.wait(interruption: { interruption }) { () async throws(Failure) -> ActResult in
            let deadline = ContinuousClock.now + (try waiting.pace().timeout ?? .zero)
            while true {
                let newest = try Self.newest(id, ledger)
                if case .ended = newest.end { return newest }
                if newest.end != .awaitingApproval, let ended = try await goOn(id) { return ended }
                guard ContinuousClock.now < deadline else { return newest.timedOut }
                do { try await Task.sleep(for: .seconds(1)) } catch { throw interruption }
            }
        }
        try result.finish(as: output.format)
    }

    /// Carries the open deployment through, unless somebody else does.
    private var goOn: @Sendable (StageID) async throws(Failure) -> ActResult? {
        { [ledger, actor, waiting] id throws(Failure) in
            let act = try await StageAct.unlessBusy { () throws(Failure) in
                try await StageAct.begin(id, ledger, actor, waiting)
            }
            guard let act else { return nil }
            defer { act.end() }
            guard let open = try act.entry.openDeployment() else { return nil }
            let end = try await act.run(open, follows: true)
            return end == .awaitingApproval ? nil : try act.entry.result(of: open, end)
        }
    }

    /// How the newest deployment stands, as the ledger alone knows it.
    private static func newest(_ id: StageID, _ options: LedgerOptions) throws(Failure) -> ActResult {
        let ledger = try OpenLedger.forReading(options)
        let stage = try ledger.folded(id)
        guard stage.definition != nil else { throw Failure(Rejection.stageUnknown(id)) }
        guard let newest = stage.deployments.last else { throw Failure(Rejection.noOpenDeployment(id)) }
        let process = try ledger.process(newest.id, of: id)
        return ActResult(id: id, process: process, end: newest.end(of: process))
    }
}

extension Deployment {
    fileprivate func end(of process: DeploymentProcess) -> RunnerEnd {
        if !isOpen || isOnlySeen { return .ended(process) }
        return phase == .awaitingApproval ? .awaitingApproval : .open(DeploymentStart(), timedOut: false)
    }
}

extension ActResult {
    fileprivate var timedOut: ActResult {
        ActResult(id: id, process: process, end: .open(DeploymentStart(), timedOut: true))
    }
}
