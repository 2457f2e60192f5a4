import LedgerDomain
import LedgerProcessor
import LedgerSystem

extension OpenStage {
    /// The deployment that another process left open, if nothing of it runs: whoever acts next abandons it.
    ///
    /// Nil if it has ended by now.
    ///
    /// - Throws: ``OperationError/deploymentOpen(_:version:requester:worker:)`` if AWS has begun it, or if it waits for
    ///   approval.
    func leftOpen(
        _ look: (DeploymentID) async throws(OperationError) -> RunnerEnd
    ) async throws(OperationError) -> DeploymentID? {
        guard let open = try openDeployment() else { return nil }
        try requireOwn(open)
        let before = try process(open)
        guard before.deployment?.phase != .awaitingApproval else { throw try ledger.obstacle(before, of: id) }
        caller.note(.checking(id, version: before.deployment?.version ?? 0))
        switch try await look(open) {
        case .ended: return nil
        case .inDoubt(let action, let why):
            throw .unfinished(try result(of: open, .inDoubt(action, why: why)))
        case .awaitingApproval, .open:
            let process = try process(open)
            if process.canBeAbandoned { return open }
            throw try ledger.obstacle(process, of: id)
        }
    }

    /// What a look at AWS would record of an open deployment; for a dry run, whose ledger keeps nothing of it.
    func foresee(_ open: DeploymentID) async throws(OperationError) -> RunnerEnd {
        var policy = caller.limits.retryPolicy
        policy.timeout = .zero
        var runner = DeploymentRunner(
            try stream(),
            cloud: cloud,
            policy: policy,
            epoch: 0,
            worker: caller.worker,
            makeID: { .make() }
        )
        do { return try await runner.run(open, follows: true, sends: false) } catch {
            throw OperationError(error, on: id)
        }
    }
}
