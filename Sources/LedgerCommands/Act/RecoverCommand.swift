import ArgumentParser
import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerViews
import LedgerValues
import LedgerSystem

struct RecoverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract: "Go on with deployments whose process has ended before they did.",
        discussion: """
            Looks at AWS what became of calls that were sent, sends what was not, and waits for the outcome. A stage \
            on which somebody acts now is left alone. A promotion that ended between two stages is gone on with. May \
            be killed and repeated like the deploy itself.

              stackledger recover
              stackledger recover shop/prod
              stackledger recover --dry-run
            """
    )

    @Argument(help: "STACK/STAGE; all stages by default.")
    var stage: String?

    @Flag(help: "Print what is left open and what would be done next; ask AWS nothing.")
    var dryRun = false

    @OptionGroup var following: FollowOptions
    @OptionGroup var waiting: WaitOptions
    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let named = try stage.map { text throws(Failure) in try StageID(argument: text) }
        let stages = try named.map { [$0] } ?? unfinishedStages()
        if dryRun { return try LeftOpen(stages, ledger).print(as: output.format) }
        var all = ActResults()
        for id in stages {
            do throws(Failure) { all.append(try recover(id, isNamed: named != nil)) } catch {
                guard stages.count > 1 else { throw error }
                all.append(ActResults(failure: error))
            }
        }
        if stages.isEmpty { StandardError.note("No deployment is open.") }
        try all.finish(as: output.format, evenNone: true)
    }

    /// Stages with an open deployment, and those after which a promotion was broken off.
    private func unfinishedStages() throws(Failure) -> [StageID] {
        let asking = try Asking(ledger)
        let parameters: [String: Cell] = [
            "stack": .null, "since": .null, "until": .null, "by": .null, "kind": .null, "outcome": .text("open"),
            "image": .null, "commit": .null,
        ]
        var found: [StageID] = []
        for row in try asking.rows(.history, parameters.limited(to: -1)).rows
        where row.text("kind") != DeploymentKind.observed.rawValue && !found.contains(row.stageID) {
            found.append(row.stageID)
        }
        return found + (try brokenOffStages(asking).filter { !found.contains($0) })
    }

    private func brokenOffStages(_ asking: Asking) throws(Failure) -> [StageID] {
        let open = try OpenLedger.forReading(ledger)
        var found: [StageID] = []
        for row in try asking.rows(.stages, ["stack": .null]).rows {
            guard let version = row.integer("running_version") else { continue }
            let deployment = try asking.deployment(of: row.stageID, version: version)
            guard deployment.text("kind") == DeploymentKind.promote.rawValue else { continue }
            let order = try StageOrder(of: row.stageID.stack, asking)
            if try open.brokenOff(at: row.stageID, order) != nil { found.append(row.stageID) }
        }
        return found
    }

    private func recover(_ id: StageID, isNamed: Bool) throws(Failure) -> ActResults {
        let interruption = Failure(.interrupted, "interrupted", "interrupted", hint: "stackledger recover \(id)")
        let (ledger, actor, waiting, follows) = (ledger, actor, waiting, !following.noWait)
        let onward = Onward(ledger: ledger, actor: actor, waiting: waiting)
        let results = try Interruptible.wait(interruption: { interruption }) { () async throws(Failure) -> ActResults in
            let act = try await StageAct.begin(id, ledger, actor, waiting)
            defer { act.end() }
            if let open = try act.entry.openDeployment() {
                let end = try await act.run(open, follows: follows)
                return await onward.results(after: try act.entry.result(of: open, end), act)
            }
            if isNamed, let others = try act.entry.deploymentOfOthers() { throw others }
            guard let left = try act.entry.brokenOff(ledger) else { return ActResults() }
            StandardError.note("\(id)@v\(left.version) succeeded, and nobody went on; promoting it further")
            return await onward.results(after: left, act).followers
        }
        if results.isEmpty, isNamed { StandardError.note("No deployment of \(id) is open.") }
        return results
    }
}
