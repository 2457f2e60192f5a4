import ArgumentParser
import LedgerDomain
import LedgerOperations
import LedgerSystem
import LedgerValues

struct RecoverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract: "Resume deployments whose process died.",
        discussion: """
            Checks at AWS what became of calls that were sent, sends those that were not, and waits for the outcome. A \
            stage on which another process acts now is left alone. A promotion that stopped between two stages goes on. Can \
            be killed and run again like the deploy itself.

            A deployment that this ledger did not write itself, as it came with an export, a backup that lost events or an \
            older version, is not resumed. After you have checked its calls with --dry-run, --adopt takes it over.

              stackledger recover
              stackledger recover shop/prod
              stackledger recover --dry-run
              stackledger recover shop/prod --adopt -m "restored from the backup of Friday"
            """
    )

    @Argument(help: "STACK/STAGE; all stages by default.")
    var stage: String?

    @Flag(help: "Print what is open, the calls that are recorded and what would be done next; do not ask AWS.")
    var dryRun = false

    @Flag(help: "Take over a deployment that this ledger did not write itself; needs -m.")
    var adopt = false

    @OptionGroup var reason: ReasonOptions

    @Flag(name: .shortAndLong, help: "Do not ask for confirmation; without a terminal there is none.")
    var yes = false

    @OptionGroup var following: FollowOptions
    @OptionGroup var waiting: WaitOptions
    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var actor: CallerOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let named = try stage.map { text throws(OperationError) in try StageID(argument: text) }
        let reading = try ledger.open(for: .reading)
        let adoption = try adoption(of: named)
        let stages = try named.map { [$0] } ?? Recovery.unfinishedStages(in: reading)
        if dryRun { return try OpenDeployments(of: stages, in: reading).print(as: output.format) }
        if stages.isEmpty { StandardError.note(OperationNote.nothingOpen(nil).text) }
        try recover(stages, isNamed: named != nil, adoption).finish(as: output.format, evenNone: true)
    }

    private func adoption(of stage: StageID?) throws(Failure) -> Adoption? {
        guard adopt else { return nil }
        guard stage != nil else { throw .usage(.stageToAdoptMissing) }
        return Adoption(reason: try reason.required(for: "an adoption"), confirm: Confirmation.question(unless: yes))
    }

    /// One stage after the other: that one cannot be recovered keeps none of the others from it.
    private func recover(_ stages: [StageID], isNamed: Bool, _ adoption: Adoption?) throws -> DeploymentResults {
        let recovery = Recovery(
            try ledger.open(for: .writing),
            try actor.caller(try waiting.limits(), logger: ledger.logger)
        )
        let follows = !following.noWait
        var all = DeploymentResults()
        for id in stages {
            do throws(OperationError) {
                all.append(
                    try Interruptible.wait(interruption: { .interrupted(.recovery(id)) }) {
                        () async throws(OperationError) in
                        try await recovery.run(id, isNamed: isNamed, follows: follows, adoption)
                    }
                )
            } catch {
                guard stages.count > 1 else { throw error }
                all.append(DeploymentResults(obstacle: error))
            }
        }
        return all
    }
}

extension OpenDeployments {
    fileprivate func print(as format: OutputFormat) {
        let listing = Listing(
            columns: ["deployment", "stack", "stage", "version", "next", "own", "calls"],
            rows: entries.map { entry in
                [
                    .string(entry.process.id.description), .string(entry.stage.stack.rawValue),
                    .string(entry.stage.stage.rawValue), entry.version.json, .string(entry.next),
                    entry.isOwn.map { .bool($0) } ?? .null,
                    .array(entry.process.pendingCalls.map(\.json)),
                ]
            }
        )
        listing.print(as: format) {
            guard !entries.isEmpty else { return "No deployment is open." }
            return entries.flatMap { entry in
                let foreign = entry.isOwn == false ? " (not written by this ledger: --adopt takes it over)" : ""
                let line = "\(entry.stage)@v\(entry.version): \(entry.next)\(foreign)"
                return [line] + entry.process.pendingCalls.map(\.text)
            }
            .map(\.escapingControls).joined(separator: "\n")
        }
    }
}

extension OpenDeployments.Entry {
    fileprivate var next: String {
        func name(_ action: ActionID) -> String { process.action(action)?.intent.operation ?? "a call" }
        return switch process.next {
        case .awaitApproval: "waits for approval"
        case .intend(let operation): "call \(operation.operation)"
        case .attempt(let action, let attempt): "send \(name(action)), try \(attempt)"
        case .abandon(let action): "abandon \(name(action))"
        case .reconcile(let action): "check whether \(name(action)) was carried out"
        case .resolve(let action, let why): "check \(name(action)) (\(action)) once more: \(why)"
        case .start: "record what AWS has started"
        case .follow: "follow it at AWS"
        case .end(let outcome, _, _): "end it: \(outcome.rawValue)"
        case .none: "nothing"
        }
    }
}
