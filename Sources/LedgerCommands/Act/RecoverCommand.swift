import ArgumentParser
import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerViews

struct RecoverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract: "Go on with deployments whose process has ended before they did.",
        discussion: """
            Looks at AWS what became of calls that were sent, sends what was not, and waits for the outcome. A stage \
            on which somebody acts now is left alone. May be killed and repeated like the deploy itself.

              stackledger recover
              stackledger recover shop/prod
            """
    )

    @Argument(help: "STACK/STAGE; all stages by default.")
    var stage: String?

    @OptionGroup var following: FollowOptions
    @OptionGroup var waiting: WaitOptions
    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let named = try stage.map { text throws(Failure) in try StageID(argument: text) }
        let stages = try named.map { [$0] } ?? openStages()
        var worst: Failure?
        for id in stages {
            do throws(Failure) { try recover(id, isNamed: named != nil) } catch {
                guard stages.count > 1 else { throw error }
                StandardError.note(error.line)
                worst = worst ?? error
            }
        }
        if stages.isEmpty { StandardError.note("No deployment is open.") }
        if let worst { throw ExitCode(worst.status.rawValue) }
    }

    /// Stages with an open deployment.
    private func openStages() throws(Failure) -> [StageID] {
        let asking = try Asking(ledger)
        let parameters: [String: Cell] = [
            "stack": .null, "since": .null, "until": .null, "by": .null, "kind": .null, "outcome": .text("open"),
            "image": .null, "commit": .null,
        ]
        let rows = try asking.rows(.history, parameters.limited(to: -1)).rows
        var seen: [StageID] = []
        for row in rows where row.text("kind") != DeploymentKind.observed.rawValue {
            if !seen.contains(row.stageID) { seen.append(row.stageID) }
        }
        return seen
    }

    private func recover(_ id: StageID, isNamed: Bool) throws(Failure) {
        let interruption = Failure(.interrupted, "interrupted", "interrupted", hint: "stackledger recover \(id)")
        let (ledger, actor, waiting) = (ledger, actor, waiting)
        let result = try Blocking.wait(interruption: { interruption }) { () async throws(Failure) -> ActResult? in
            let act = try await StageAct.begin(id, ledger, actor, waiting)
            defer { act.end() }
            guard let open = try act.openDeployment() else {
                if isNamed, let others = try act.deploymentOfOthers() { throw others }
                return nil
            }
            return try act.result(of: open, try await act.run(open, follows: !following.noWait))
        }
        guard let result else {
            if isNamed { StandardError.note("No deployment of \(id) is open.") }
            return
        }
        try result.finish(as: output.format)
    }
}

extension StageAct {
    /// The deployment that this program carries through and that has not ended.
    func openDeployment() throws(Failure) -> DeploymentID? {
        var ledger = ledger()
        do {
            guard let open = try ledger.current().blockingDeployment else { return nil }
            return try ledger.process(open.id).plan.isEmpty ? nil : open.id
        } catch { throw Failure(error, on: id) }
    }

    /// That the open deployment is one that was only recorded; nil where none is open.
    func deploymentOfOthers() throws(Failure) -> Failure? {
        let ledger = ledger()
        do {
            guard let open = try ledger.current().blockingDeployment else { return nil }
            return Failure(
                .refused,
                "deploymentOfOthers",
                "\(id)@v\(open.version) was only recorded here; whoever began it carries it through",
                hint: "should they be gone, record how it ended: stackledger record --schema deployment.cancelled"
            )
        } catch { throw Failure(error, on: id) }
    }
}
