import LedgerAWS
import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerSQLite
import LedgerValues
import LedgerSystem

/// A stage that somebody acts on: with its lease, which nobody else has meanwhile.
struct StageAct: Sendable {
    let entry: StageEntry
    private let lease: any StageLease
    private let pace: RetryPolicy

    /// Takes the stage's lease; waits for it as long as the options say.
    static func begin(_ entry: StageEntry, _ waiting: WaitOptions) async throws(Failure) -> StageAct {
        let lease = try await lease(of: entry.id, in: entry.directory, as: entry.worker, waiting)
        return StageAct(entry: entry, lease: lease, pace: try waiting.pace())
    }

    /// Asks AWS nothing before it has the lease.
    static func begin(
        _ id: StageID,
        _ ledger: LedgerOptions,
        _ actor: ActorOptions,
        _ waiting: WaitOptions
    ) async throws(Failure) -> StageAct {
        let open = try OpenLedger.forWriting(ledger)
        let lease = try await lease(of: id, in: open.directory, as: StageEntry.worker, waiting)
        return StageAct(entry: try await StageEntry(id, in: open, actor), lease: lease, pace: try waiting.pace())
    }

    /// Nil where somebody else acts on the stage.
    static func unlessBusy(
        _ begin: () async throws(Failure) -> StageAct
    ) async throws(Failure) -> StageAct? {
        do throws(Failure) { return try await begin() } catch {
            guard error.code == "stageBusy" else { throw error }
            return nil
        }
    }

    private static func lease(
        of id: StageID,
        in directory: String,
        as worker: String,
        _ waiting: WaitOptions
    ) async throws(Failure) -> any StageLease {
        let deadline = ContinuousClock.now + (try waiting.lockDuration())
        while true {
            do throws(LeaseError) { return try DirectoryLeases(ledger: directory).acquire(id, as: worker) } catch {
                guard case .held = error, ContinuousClock.now < deadline else { throw Failure(error, on: id) }
            }
            do { try await Task.sleep(for: .milliseconds(200)) } catch {
                throw Failure(.interrupted, "interrupted", "interrupted", hint: "repeat")
            }
        }
    }

    var id: StageID { entry.id }

    /// Goes on with a deployment, and tells what happens on standard error.
    func run(_ deployment: DeploymentID, follows: Bool) async throws(Failure) -> RunnerEnd {
        try await run(deployment, at: pace, follows: follows)
    }

    /// Goes on with a deployment, and looks once how it went, without waiting.
    func look(at deployment: DeploymentID) async throws(Failure) -> RunnerEnd {
        var pace = pace
        pace.timeout = .zero
        return try await run(deployment, at: pace, follows: true)
    }

    /// Goes on with what somebody began who is gone, as the lease was free; waits for nothing.
    func goOnWithWhatWasLeft() async throws(Failure) {
        guard let open = try entry.openDeployment(), let deployment = try entry.process(open).deployment,
            deployment.phase != .awaitingApproval
        else { return }
        StandardError.note("\(id): v\(deployment.version) was left open; going on with it first")
        let end = try await look(at: open)
        if case .inDoubt = end, let failure = try entry.result(of: open, end).failure { throw failure }
    }

    private func run(_ deployment: DeploymentID, at pace: RetryPolicy, follows: Bool) async throws(Failure) -> RunnerEnd
    {
        let progress = ActProgress(entry.id)
        var runner = DeploymentRunner(
            entry.ledger(),
            cloud: AWSCloud(entry.client),
            policy: pace,
            epoch: lease.epoch,
            worker: entry.worker,
            makeID: { .make() },
            report: { progress.tell($0) }
        )
        do { return try await runner.run(deployment, follows: follows) } catch {
            throw Failure(error, on: entry.id).leaving(try entry.process(deployment), of: entry.id)
        }
    }

    func end() { lease.release() }
}
