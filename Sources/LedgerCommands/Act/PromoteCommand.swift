import ArgumentParser
import LedgerDomain
import LedgerProcessor

struct PromoteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promote",
        abstract: "Bring the image that an earlier stage runs to a later one, and on to those that follow.",
        discussion: """
            The very image that the earlier stage runs now, by its digest, in the later stage's own definition and \
            environment. In ECR it gets the later stage's name as a tag. Refused unless the earlier stage has \
            succeeded with it; --force with a reason takes what was deployed there last all the same. After a success the \
            stages that follow are promoted to as well, up to one with approval, which then waits for it.

              stackledger promote shop --to prod
              stackledger promote shop --from dev --to staging --only
              stackledger promote shop --to prod --force -m "dev's database is down, not the image"
            """
    )

    @Argument(help: "STACK.")
    var stack: String

    @Option(help: "The stage whose image is taken; the one right before by default.")
    var from: String?

    @Option(help: "The stage that is to run it.")
    var to: String

    @Flag(help: "Also what the earlier stage has not succeeded with; needs a reason.")
    var force = false

    @Flag(help: "Leave the stages that follow alone.")
    var only = false

    @OptionGroup var options: ActOptions

    func run() throws {
        let stack = try StackName(argument: stack)
        let target = StageID(stack, try StageName(argument: to))
        let named = try from.map { text throws(Failure) in try StageName(argument: text) }
        if force { _ = try options.reason.required(for: "a promotion by force") }
        let order = try StageOrder(of: stack, try Asking(options.ledger))
        let source = try order.source(named, of: target)
        let asked = [
            "from": source.stage.rawValue, "force": force ? "true" : nil, "only": only ? "true" : nil,
        ]
        let goesOnward = goesOnward(past: target, order)
        try ActCommand(target, options, .promote, asked).run { entry, _ throws(Failure) in
            try await entry.promotion(
                of: try PromotionSource(source, isForced: force, options.ledger),
                reason: options.reason.reason,
                goesOnward: goesOnward,
                idempotencyKey: options.idempotencyKey
            )
        }
    }

    /// Whoever does not wait for the outcome cannot go on after it.
    private func goesOnward(past target: StageID, _ order: StageOrder) -> Bool {
        let followers = order.after(target).map { $0.stageID.stage.rawValue }
        guard !only, !followers.isEmpty else { return false }
        let names = followers.joined(separator: ", ")
        if options.following.noWait {
            StandardError.note("\(target): with --no-wait it is not promoted further, to \(names)")
        } else if options.dryRun {
            StandardError.note("\(target): after a success it would be promoted further, to \(names)")
        }
        return !options.following.noWait
    }
}

extension StageName {
    init(argument: String) throws(Failure) {
        do { try self.init(checking: argument) } catch {
            throw Failure(Rejection.invalidName(argument, error))
        }
    }
}
