import ArgumentParser
import LedgerDomain
import LedgerOperations

struct ScaleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scale",
        abstract: "Set a stage's task count or scaling bounds, or those of its instances.",
        discussion: """
            Task bounds are those of Application Auto Scaling, which chooses the count between them. With --instances they \
            are those of the EC2 Auto Scaling group that the stage's setting autoScalingGroup names. A rollback never \
            restores counts.

              stackledger scale shop/prod --desired 4
              stackledger scale shop/prod --min 2 --max 10 -m "sale weekend"
              stackledger stage change shop/prod --setting autoScalingGroup=shop-prod
              stackledger scale shop/prod --instances --min 2 --max 6
            """
    )

    @Argument(help: "STACK/STAGE.")
    var stage: String

    @Option(help: "Desired count now.")
    var desired: Int?

    @Option(help: "Minimum.")
    var min: Int?

    @Option(help: "Maximum.")
    var max: Int?

    @Flag(help: "Scale the EC2 instances, not the tasks.")
    var instances = false

    @OptionGroup var options: ActOptions

    func run() throws {
        let id = try StageID(argument: stage)
        guard desired != nil || min != nil || max != nil else { throw Failure.usage(.countMissing) }
        let scaling = try Scaling(id, ofInstances: instances, desired: desired, minimum: min, maximum: max)
        try options.run(interruption: .deployment(id, isPromotion: false), scaling.run)
    }
}
