import ArgumentParser
import LedgerDomain
import LedgerProcessor
import LedgerSystem

struct CancelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "End a stage's open deployment: leave what was not sent, stop what AWS has begun.",
        discussion: """
            Whoever carries the deployment through is told by the ledger and stops it; where nobody does any more, this \
            does. ECS brings the service back to what ran before. A deployment that is past being stopped goes on to \
            whatever end it has: then the exit code is 4 if it succeeded.

              stackledger cancel shop/prod -m "wrong image"
              stackledger cancel shop/prod --no-wait
            """
    )

    @Argument(help: "STACK/STAGE.")
    var stage: String

    @OptionGroup var options: ActOptions

    func run() throws {
        let id = try StageID(argument: stage)
        let expected = try options.expectedVersion()
        let interruption = Failure(.interrupted, "interrupted", "interrupted", hint: "stackledger wait \(id)")
        let result = try Interruptible.wait(interruption: { interruption }) { [options] () async throws(Failure) in
            let entry = try await StageEntry(id, options.ledger, options.actor)
            return try await Self.cancel(entry, expected, options)
        }
        guard let result else { return }
        try result.finish(as: options.output.format, failure: Self.failure(of: result))
    }

    private static func cancel(
        _ entry: StageEntry,
        _ expected: Int?,
        _ options: ActOptions
    ) async throws(Failure) -> ActResult? {
        try entry.require(newest: expected)
        if let open = try entry.openDeployment() {
            if options.dryRun {
                let rehearsal = try await entry.rehearsal(unwanted: open)
                try DryRun(entry, unwanted: open, options.reason.reason, rehearsal).print(as: options.output.format)
                return nil
            }
            try options.confirm("Cancel \(entry.id)@v\(try entry.process(open).deployment?.version ?? 0)?")
        } else if let others = try entry.deploymentOfOthers() {
            throw others
        }
        let key = options.idempotencyKey
        let unwanted = try entry.say(.deployment(.cancelRequested), because: options.reason.reason, idempotencyKey: key)
        let end = try await DeploymentWait(entry, options.waiting).end(of: unwanted) { act throws(Failure) in
            try await act.run(unwanted, follows: !options.following.noWait)
        }
        return try entry.result(of: unwanted, end)
    }

    /// That it has ended is what was wanted, unless it succeeded all the same.
    private static func failure(of result: ActResult) -> Failure? {
        switch result.outcome {
        case .cancelled?, .rolledBack?, .rejected?, .superseded?: nil
        case .succeeded?:
            Failure(
                .refused,
                "tooLate",
                "\(result.name) could not be stopped: it succeeded",
                hint: "stackledger rollback \(result.id)"
            )
        case .failed?, nil: result.failure
        }
    }
}
