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
        LeasedStage(stage, try await lease(of: stage.id, stage.ledger, stage.caller))
    }

    /// Takes the lease before it asks AWS anything.
    static func take(
        _ id: StageID,
        _ ledger: Ledger,
        _ caller: Caller
    ) async throws(OperationError) -> LeasedStage {
        _ = try ledger.log()
        let lease = try await lease(of: id, ledger, caller)
        return LeasedStage(try await OpenStage(id, ledger, caller), lease)
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
        _ caller: Caller
    ) async throws(OperationError) -> any StageLease {
        let deadline = ContinuousClock.now + caller.limits.lock
        while true {
            do throws(LeaseError) {
                return try DirectoryLeases(ledger: ledger.directory).acquire(id, as: caller.worker)
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

    /// Carries a deployment on, and looks once at how it stands, without waiting.
    func look(at deployment: DeploymentID) async throws(OperationError) -> RunnerEnd {
        var policy = policy
        policy.timeout = .zero
        return try await run(deployment, at: policy, follows: true)
    }

    /// Resumes what a dead process left open, as the lease was free; waits for nothing.
    func resumeLeftOpen() async throws(OperationError) {
        guard let open = try stage.openDeployment(), let deployment = try stage.process(open).deployment,
            deployment.phase != .awaitingApproval
        else { return }
        stage.caller.note(.resuming(id, version: deployment.version))
        let end = try await look(at: open)
        if case .inDoubt = end { throw .unfinished(try stage.result(of: open, end)) }
    }

    private func run(
        _ deployment: DeploymentID,
        at policy: RetryPolicy,
        follows: Bool
    ) async throws(OperationError) -> RunnerEnd {
        let (id, report) = (id, stage.caller.report)
        var runner = DeploymentRunner(
            try stage.stream(),
            cloud: stage.cloud,
            policy: policy,
            epoch: lease.epoch,
            worker: stage.caller.worker,
            makeID: { .make() },
            report: { report(.step(id, $0)) }
        )
        do {
            let end = try await runner.run(deployment, follows: follows)
            for call in end.leftOut { stage.caller.note(.leftOut(id, call.operation, why: call.why)) }
            return end
        } catch {
            let failure = OperationError(error, on: id)
            if case .interrupted = failure { throw failure }
            let done = try stage.process(deployment).done
            throw done.isEmpty ? failure : .leftOpen(failure, done: done, id)
        }
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
