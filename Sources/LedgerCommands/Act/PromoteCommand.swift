import ArgumentParser
import LedgerDomain
import LedgerOperations

struct PromoteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promote",
        abstract: "Promote the image that an earlier stage runs to a later one, and on to the stages after it.",
        discussion: """
            Takes the image that the earlier stage runs now, by digest, and keeps the later stage's own definition and \
            environment. In ECR the image gets the later stage's name as a tag once AWS reports success. Refused unless \
            the earlier stage has succeeded with it; --force with a reason takes what was deployed there last. After a \
            success the promotion goes on to the stages that follow, up to one with approval, which then waits for it.

              stackledger promote shop --to prod
              stackledger promote shop --from dev --to staging --only
              stackledger promote shop --to prod --force -m "dev's database is down, not the image"
            """
    )

    @Argument(help: "STACK.")
    var stack: String

    @Option(help: "The stage to take the image from; the one right before by default.")
    var from: String?

    @Option(help: "The stage to promote to.")
    var to: String

    @Flag(help: "Promote what the earlier stage has not succeeded with, too; needs a reason.")
    var force = false

    @Flag(help: "Do not go on to the stages that follow.")
    var only = false

    @OptionGroup var options: ActOptions

    func run() throws {
        let stack = try StackName(argument: stack)
        var promotion = Promotion(stack, to: try StageName(argument: to))
        promotion.source = try from.map { text throws(OperationError) in try StageName(argument: text) }
        (promotion.isForced, promotion.isOnly) = (force, only)
        if force { _ = try options.reason.required(for: "a forced promotion") }
        try options.run(
            interruption: .deployment(StageID(stack, promotion.target), isPromotion: true),
            promotion.run
        )
    }
}
