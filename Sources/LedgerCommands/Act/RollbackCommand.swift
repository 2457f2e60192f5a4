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
            revision is registered again from the record, with its image pinned to the digest that ran. A revision from \
            before the ledger can be named too. For a Lambda function the alias points to the earlier version again; without \
            an alias, or without the version, the function gets the earlier image. A deployment under way is stopped first. \
            Before anything is written, AWS is asked whether the image, the roles, the secrets and the service exist: what \
            rules the target out is refused, and reads without an answer are reported.

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

    @OptionGroup var options: ActOptions

    func run() throws {
        let rollback = Rollback(try StageID(argument: stage), to: target)
        try options.run(interruption: .deployment(rollback.stage, isPromotion: false), rollback.run)
    }
}
