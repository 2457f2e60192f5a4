import ArgumentParser
import LedgerDomain
import LedgerOperations

struct RollbackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Roll a stage back to what an earlier deployment ran.",
        discussion: """
            Without a target it picks the newest deployment that succeeded, differs from what runs, is not marked bad and \
            was not itself rolled away from: stackledger targets lists all of them, with the reasons. An inactive or deleted \
            revision is registered again from the record, with its images pinned to the digests that ran. What ran before the \
            ledger is v0. For a Lambda function the alias points to the earlier version again; without \
            an alias, or without the version, the function gets the earlier image. A deployment under way is stopped first. \
            Before anything is written, AWS is asked whether the image, the roles, the secrets and the service exist: what \
            rules the target out is refused, and reads without an answer are reported. --force with a reason overrides locks \
            and what can be overridden: a tag that moved, a missing role or secret, another port or network mode.

              stackledger rollback shop/prod -m "checkout errors"
              stackledger rollback shop/prod v12
              stackledger rollback shop/prod shop-prod:41
              stackledger rollback shop/prod @2026-11-01
            """
    )

    @Argument(help: "STACK/STAGE.")
    var stage: String

    @Argument(help: "v12, family:41, sha256:…, a commit, or @TIME for what ran then; chosen automatically by default.")
    var target: String?

    @Flag(help: "Override locks, and doubts about the target; needs a reason.")
    var force = false

    @OptionGroup var options: ActOptions

    func run() throws {
        var rollback = Rollback(try StageID(argument: stage), to: target)
        rollback.isForced = force
        if force { _ = try options.reason.required(for: "a forced rollback") }
        let act = rollback
        try options.run(interruption: .deployment(act.stage, isPromotion: false), act.run)
    }
}
