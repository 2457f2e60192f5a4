import ArgumentParser
import LedgerDomain
import LedgerOperations

struct RestartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart",
        abstract: "Restart a stage's tasks on the same revision.",
        discussion: """
            For values that tasks read when they start, such as secrets and parameters. The stage runs the same content \
            afterwards, so a rollback skips a restart.

              stackledger restart shop/prod -m "rotated the database password"
            """
    )

    @Argument(help: "STACK/STAGE.")
    var stage: String

    @OptionGroup var options: ActOptions

    func run() throws {
        let restart = Restart(try StageID(argument: stage))
        try options.run(interruption: .deployment(restart.stage, isPromotion: false), restart.run)
    }
}
