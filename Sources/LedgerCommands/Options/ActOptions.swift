import ArgumentParser
import LedgerOperations
import LedgerSystem

/// What every command has that acts on a stage at AWS.
struct ActOptions: ParsableArguments {
    @OptionGroup var reason: ReasonOptions

    @Flag(help: "Print the events that would be appended and the calls that would be made; only read from AWS.")
    var dryRun = false

    @OptionGroup private var expectation: ExpectOptions

    @Option(help: "Retry safely: the same key acts once.")
    var idempotencyKey: String?

    @Flag(name: .shortAndLong, help: "Do not ask for confirmation; without a terminal there is none.")
    var yes = false

    @OptionGroup var following: FollowOptions
    @OptionGroup var waiting: WaitOptions
    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var actor: CallerOptions
    @OptionGroup var output: OutputOptions

    func settings() throws(Failure) -> ActSettings {
        ActSettings(
            reason: reason.reason,
            expected: try expectation.version(),
            idempotencyKey: idempotencyKey,
            follows: !following.noWait,
            isRehearsal: dryRun,
            confirm: Confirmation.question(unless: yes)
        )
    }

    /// Runs an act until it ends or a signal interrupts it, and prints what came of it.
    func run(
        interruption: Interruption,
        _ act: @escaping @Sendable (Ledger, Caller, ActSettings) async throws(OperationError) -> ActOutcome
    ) throws {
        let settings = try settings()
        let caller = try actor.caller(try waiting.limits(), logger: ledger.logger)
        let ledger = try ledger.open(for: .writing)
        let outcome = try Interruptible.wait(interruption: { OperationError.interrupted(interruption) }) {
            () async throws(OperationError) in
            try await act(ledger, caller, settings)
        }
        switch outcome {
        case .rehearsed(let dryRun): dryRun.print(as: output.format)
        case .done(let results): try results.finish(as: output.format)
        }
    }
}
