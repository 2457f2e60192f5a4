import ArgumentParser
import LedgerDomain
import LedgerProcessor
import LedgerValues

struct RestartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart",
        abstract: "Let a stage's service begin anew with what it runs: new tasks of the same revision.",
        discussion: """
            For values that tasks read when they start, as secrets and parameters. What runs stays what it is; a \
            rollback passes over it.

              stackledger restart shop/prod -m "rotated the database password"
            """
    )

    @Argument(help: "STACK/STAGE.")
    var stage: String

    @OptionGroup var options: ActOptions

    func run() throws {
        let id = try StageID(argument: stage)
        try ActCommand(id, options, .restart, [:]).run { entry, _ throws(Failure) in
            do throws(CloudError) {
                var request = DeploymentRequest(
                    kind: .restart,
                    reason: options.reason.reason,
                    changes: ["running": .string(try await entry.reader.running())],
                    idempotencyKey: options.idempotencyKey
                )
                request.changes["primary"] = try await entry.reader.primaryDeployment().map { .string($0) }
                request.plan = [.updateService]
                return request
            } catch { throw Failure(error) }
        }
    }
}
