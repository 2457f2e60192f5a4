import ArgumentParser
import LedgerDomain
import LedgerOperations
import LedgerValues
import LedgerSystem

struct StageGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stage",
        abstract: "Add, change, lock and remove stages.",
        subcommands: [Add.self, Change.self, Lock.self, Unlock.self, Remove.self]
    )

    struct Lock: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lock",
            abstract: "Refuse deployments to a stage until it is unlocked.",
            discussion: """
                Rollbacks stay possible, unless --no-rollback is given.

                  stackledger stage lock shop/prod -m "month-end closing" --expires "in 12 hours"
                """
        )

        @Argument(help: "STACK/STAGE.")
        var stage: String

        @Option(help: "When the lock ends by itself: a time, or \"in 2 hours\".")
        var expires: String?

        @Flag(help: "Refuse rollbacks too.")
        var noRollback = false

        @OptionGroup var reason: ReasonOptions
        @OptionGroup var options: ShapeOptions

        func run() throws {
            let id = try StageID(argument: stage)
            let now = Timestamp.now()
            let expires = try self.expires.map { text throws(OperationError) in try TimeText.read(text, now: now) }
            if let expires, expires <= now { throw Failure.usage(.expired("\(expires)")) }
            let event = StageEvent.locked(
                reason: try reason.required(for: "a lock"),
                expires: expires,
                allows: noRollback ? [] : [.rollback]
            )
            try options.record(.stage(event), in: .stage(id), text: "Locked \(id).")
        }
    }

    struct Unlock: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "unlock",
            abstract: "Allow deployments to a locked stage again.",
            discussion: """
                  stackledger stage unlock shop/prod -m "closing is done"
                """
        )

        @Argument(help: "STACK/STAGE.")
        var stage: String

        @OptionGroup var reason: ReasonOptions
        @OptionGroup var options: ShapeOptions

        func run() throws {
            let id = try StageID(argument: stage)
            let event = StageEvent.unlocked(reason: reason.reason)
            try options.record(.stage(event), in: .stage(id), text: "Unlocked \(id).")
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Remove a stage from its stack; its history stays.",
            discussion: """
                Nothing is removed in AWS.

                  stackledger stage remove shop/canary -m "the experiment is over"
                """
        )

        @Argument(help: "STACK/STAGE.")
        var stage: String

        @OptionGroup var reason: ReasonOptions
        @OptionGroup var options: ShapeOptions

        func run() throws {
            let id = try StageID(argument: stage)
            let event = StageEvent.removed(reason: reason.reason)
            try options.record(.stage(event), in: .stage(id), text: "Removed \(id).")
        }
    }
}
