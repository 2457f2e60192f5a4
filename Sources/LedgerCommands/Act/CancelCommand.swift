import ArgumentParser
import LedgerDomain
import LedgerOperations
import LedgerSystem

struct CancelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Cancel the open deployment and stop what AWS has started.",
        discussion: """
            The ledger tells the process that carries the deployment out, and that process stops it; if it is gone, this \
            command does. ECS brings the service back to what ran before. A deployment that can no longer be stopped runs \
            to its end: the exit code is 4 if it succeeded.

              stackledger cancel shop/prod -m "wrong image"
              stackledger cancel shop/prod --no-wait
            """
    )

    @Argument(help: "STACK/STAGE.")
    var stage: String

    @OptionGroup var options: ActOptions

    func run() throws {
        let act = CancelAct(try StageID(argument: stage))
        let settings = try options.settings()
        let caller = try options.actor.caller(try options.waiting.limits(), logger: options.ledger.logger)
        let ledger = try options.ledger.open(for: .writing)
        let outcome = try Interruptible.wait(interruption: { OperationError.interrupted(.wait(act.stage)) }) {
            () async throws(OperationError) in
            try await act.run(ledger, caller, settings)
        }
        switch outcome {
        case .rehearsed(let dryRun): dryRun.print(as: options.output.format)
        case .done(let results): try results.finish(as: options.output.format, failure: Self.failure)
        }
    }

    /// That the deployment has ended is what was wanted, unless it succeeded all the same.
    private static func failure(of result: DeploymentResult) -> Failure? {
        switch result.outcome {
        case .cancelled?, .rolledBack?, .rejected?, .superseded?: nil
        case .succeeded?:
            Failure(CommandError.cancelledTooLate(deployment: result.name, result.stage))
        case .failed?, nil: result.failure
        }
    }
}
