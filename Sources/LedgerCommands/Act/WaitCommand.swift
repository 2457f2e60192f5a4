import ArgumentParser
import LedgerDomain
import LedgerOperations
import LedgerSystem

struct WaitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Wait for the outcome of a deployment.",
        discussion: """
            Waits for the newest deployment that was begun with stackledger, or for the one that you name. Exits with the \
            code that the deploy itself would have had: 0 succeeded, 6 failed, 7 rolled back by AWS, 8 timed out. If the \
            process that carried the deployment out is gone, this command resumes it.

              stackledger wait shop/prod
              stackledger wait shop/prod@v7
              stackledger wait shop/prod --timeout 10m && echo deployed
            """
    )

    @Argument(help: "STACK/STAGE, or STACK/STAGE@vN.")
    var stage: String

    @OptionGroup var waiting: WaitOptions
    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var actor: CallerOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let wait = try OutcomeWait(argument: stage)
        let caller = try actor.caller(try waiting.limits(), logger: ledger.logger)
        let ledger = try ledger.open(for: .writing)
        let result = try Interruptible.wait(interruption: { OperationError.interrupted(.wait(wait.stage)) }) {
            () async throws(OperationError) in
            try await wait.run(ledger, caller)
        }
        try DeploymentResults([result]).finish(as: output.format)
    }
}
