package import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerSQLite
import LedgerSystem

/// A stage opened with its lease: no other process acts on it meanwhile.
struct LeasedStage: Sendable {
    let stage: OpenStage
    private let lease: any StageLease
    private let policy: RetryPolicy

    private init(_ stage: OpenStage, _ lease: any StageLease) {
        (self.stage, self.lease, policy) = (stage, lease, stage.caller.limits.retryPolicy)
    }

    /// Takes the lease of an open stage; waits for it as long as the caller's limits allow.
    static func take(_ stage: OpenStage) async throws(OperationError) -> LeasedStage {
        LeasedStage(stage, try await lease(of: stage.id, stage.ledger, stage.caller, as: stage.holder))
    }

    /// Takes the lease before it asks AWS anything.
    static func take(
        _ id: StageID,
        _ ledger: Ledger,
        _ caller: Caller
    ) async throws(OperationError) -> LeasedStage {
        _ = try ledger.log()
        let lease = try await lease(of: id, ledger, caller, as: caller.worker)
        let stage = try await OpenStage(id, ledger, caller)
        lease.name(stage.holder)
        return LeasedStage(stage, lease)
    }

    /// Nil where another process acts on the stage.
    static func unlessBusy(
        _ take: () async throws(OperationError) -> LeasedStage
    ) async throws(OperationError) -> LeasedStage? {
        do throws(OperationError) { return try await take() } catch {
            guard case .busy = error else { throw error }
            return nil
        }
    }

    private static func lease(
        of id: StageID,
        _ ledger: Ledger,
        _ caller: Caller,
        as holder: String
    ) async throws(OperationError) -> any StageLease {
        let deadline = ContinuousClock.now + caller.limits.lock
        while true {
            do throws(LeaseError) {
                return try DirectoryLeases(ledger: ledger.directory).acquire(id, as: holder)
            } catch {
                guard case .held = error, ContinuousClock.now < deadline else { throw OperationError(error, on: id) }
            }
            do { try await Task.sleep(for: .milliseconds(200)) } catch { throw .interrupted(.reading) }
        }
    }

    var id: StageID { stage.id }

    /// Carries a deployment on, and reports each step.
    func run(_ deployment: DeploymentID, follows: Bool) async throws(OperationError) -> RunnerEnd {
        try await run(deployment, at: policy, follows: follows)
    }

    /// Looks once at how a deployment stands, and records that; sends nothing.
    func look(at deployment: DeploymentID) async throws(OperationError) -> RunnerEnd {
        var policy = policy
        policy.timeout = .zero
        return try await run(deployment, at: policy, follows: true, sends: false)
    }

    /// Looks how far a deployment came that another process left open, as the lease was free; sends nothing for it.
    func leftOpen() async throws(OperationError) -> DeploymentID? {
        try await stage.leftOpen { (open) throws(OperationError) in try await look(at: open) }
    }

    /// Cancels a deployment of which nothing runs, in the log alone.
    func abandon(_ deployment: DeploymentID, for kind: DeploymentKind) async throws(OperationError) {
        stage.caller.note(.abandoning(id, version: try stage.version(of: deployment)))
        try stage.wish(toEnd: deployment, for: kind)
        guard case .ended = try await look(at: deployment) else {
            throw try stage.ledger.obstacle(try stage.process(deployment), of: id)
        }
    }

    private func run(
        _ deployment: DeploymentID,
        at policy: RetryPolicy,
        follows: Bool,
        sends: Bool = true
    ) async throws(OperationError) -> RunnerEnd {
        var runner = try runner(policy)
        do {
            let end = try await runner.run(deployment, follows: follows, sends: sends)
            for call in end.leftOut { stage.caller.note(.leftOut(id, call.operation, why: call.why)) }
            return end
        } catch {
            let failure = OperationError(error, on: id)
            if case .interrupted = failure { throw failure }
            let done = (try? stage.process(deployment).done) ?? []
            var unrecorded: UnrecordedCall?
            if case .unrecorded(let operation, let answer, _) = error { unrecorded = UnrecordedCall(operation, answer) }
            if done.isEmpty, unrecorded == nil { throw failure }
            throw .leftOpen(failure, done: done, unrecorded: unrecorded, id)
        }
    }

    private func runner(_ policy: RetryPolicy) throws(OperationError) -> DeploymentRunner {
        let (id, report) = (id, stage.caller.report)
        return DeploymentRunner(
            try stage.stream(),
            cloud: stage.cloud,
            policy: policy,
            epoch: lease.epoch,
            worker: stage.caller.worker,
            makeID: { .make() },
            report: { report(.step(id, $0)) }
        )
    }

    /// Whether a chain may go on from a success: facts that were only fed cause nothing.
    func confirmsSuccess(of deployment: DeploymentID) async throws(OperationError) -> Bool {
        var runner = try runner(policy)
        do { return try await runner.confirmsSuccess(of: deployment) } catch { throw OperationError(error, on: id) }
    }

    func end() { lease.release() }
}

extension RunnerEnd {
    /// The calls that a deployment has succeeded without.
    fileprivate var leftOut: [(operation: DeploymentOperation, why: String)] {
        guard case .ended(let process) = self, process.deployment?.phase == .ended(.succeeded) else { return [] }
        return process.leftOut
    }
}

extension DeploymentProcess {
    /// The names of the calls that were carried out.
    package var done: [String] { plan.filter { landed[$0] != nil }.map(\.operation) }
}
