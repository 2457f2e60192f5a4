package import LedgerDomain
import LedgerProcessor

/// `wait`: waits for the outcome of a stage's newest deployment.
package struct OutcomeWait: Sendable {
    package let stage: StageID

    package init(_ stage: StageID) {
        self.stage = stage
    }

    package func run(_ ledger: Ledger, _ caller: Caller) async throws(OperationError) -> DeploymentResult {
        let deadline = ContinuousClock.now + caller.limits.outcome
        while true {
            let newest = try newest(in: ledger)
            if case .ended = newest.end { return newest }
            if newest.end != .awaitingApproval, let ended = try await carryOut(ledger, caller) { return ended }
            guard ContinuousClock.now < deadline else { return newest.timedOut }
            do { try await Task.sleep(for: .seconds(1)) } catch { throw .interrupted(.wait(stage)) }
        }
    }

    /// Carries the open deployment out, unless another process does.
    private func carryOut(_ ledger: Ledger, _ caller: Caller) async throws(OperationError) -> DeploymentResult? {
        let leased = try await LeasedStage.unlessBusy { () throws(OperationError) in
            try await .take(stage, ledger, caller)
        }
        guard let leased else { return nil }
        defer { leased.end() }
        guard let open = try leased.stage.openDeployment() else { return nil }
        let end = try await leased.run(open, follows: true)
        return end == .awaitingApproval ? nil : try leased.stage.result(of: open, end)
    }

    /// How the newest deployment stands, as the ledger alone knows it.
    private func newest(in ledger: Ledger) throws(OperationError) -> DeploymentResult {
        let folded = try ledger.folded(stage)
        guard folded.definition != nil else { throw .rejected(.stageUnknown(stage)) }
        guard let newest = folded.deployments.last else { throw .rejected(.noOpenDeployment(stage)) }
        let process = try ledger.process(newest.id, of: stage)
        return DeploymentResult(stage: stage, process: process, end: newest.end(of: process))
    }
}

extension Deployment {
    fileprivate func end(of process: DeploymentProcess) -> RunnerEnd {
        if !isOpen || isOnlySeen { return .ended(process) }
        return phase == .awaitingApproval ? .awaitingApproval : .open(DeploymentStart(), timedOut: false)
    }
}

extension DeploymentResult {
    fileprivate var timedOut: DeploymentResult {
        DeploymentResult(stage: stage, process: process, end: .open(DeploymentStart(), timedOut: true))
    }
}
