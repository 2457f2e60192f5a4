package import LedgerDomain
import LedgerProcessor

/// `wait`: waits for the outcome of the deployment that was begun last on a stage, or of a named one.
package struct OutcomeWait: Sendable {
    package let stage: StageID
    /// Nil for the newest deployment that was begun here; if none was, the newest that was seen.
    private let version: Int?

    package init(_ stage: StageID, version: Int? = nil) {
        (self.stage, self.version) = (stage, version)
    }

    /// Reads `STACK/STAGE` or `STACK/STAGE@vN`.
    package init(argument: String) throws(OperationError) {
        let parts = argument.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let version = parts.count == 2 ? Reference.version(parts[1]) : nil
        guard parts.count == 1 || version != nil else { throw .input(.notAReference(argument)) }
        self.init(try StageID(argument: parts[0]), version: version)
    }

    package func run(_ ledger: Ledger, _ caller: Caller) async throws(OperationError) -> DeploymentResult {
        let deadline = ContinuousClock.now + caller.limits.outcome
        let id = try awaited(in: ledger).id
        while true {
            let awaited = try result(of: id, in: ledger)
            if case .ended = awaited.end { return awaited }
            if awaited.end != .awaitingApproval, awaited.deployment?.kind != .observed,
                let ended = try await carryOut(id, ledger, caller)
            {
                return ended
            }
            guard ContinuousClock.now < deadline else { return awaited.timedOut }
            do { try await Task.sleep(for: .seconds(1)) } catch { throw .interrupted(.wait(stage)) }
        }
    }

    /// Carries the awaited deployment out, unless another process does.
    private func carryOut(
        _ id: DeploymentID,
        _ ledger: Ledger,
        _ caller: Caller
    ) async throws(OperationError) -> DeploymentResult? {
        let leased = try await LeasedStage.unlessBusy { () throws(OperationError) in
            try await .take(stage, ledger, caller)
        }
        guard let leased else { return nil }
        defer { leased.end() }
        guard let open = try leased.stage.openDeployment(), open == id else { return nil }
        let end = try await leased.run(open, follows: true)
        return end == .awaitingApproval ? nil : try leased.stage.result(of: open, end)
    }

    private func awaited(in ledger: Ledger) throws(OperationError) -> Deployment {
        let folded = try ledger.folded(stage)
        guard folded.definition != nil else { throw .rejected(.stageUnknown(stage)) }
        if let version {
            guard let named = folded.deployment(version: version) else {
                throw .rejected(.versionUnknown(stage, version))
            }
            return named
        }
        let begun = folded.deployments.last { $0.kind != .observed }
        guard let newest = begun ?? folded.deployments.last else { throw .rejected(.noOpenDeployment(stage)) }
        return newest
    }

    /// How a deployment stands, as the ledger alone knows it.
    private func result(of id: DeploymentID, in ledger: Ledger) throws(OperationError) -> DeploymentResult {
        let process = try ledger.process(id, of: stage)
        return DeploymentResult(stage: stage, process: process, end: process.standing)
    }
}

extension DeploymentProcess {
    fileprivate var standing: RunnerEnd {
        guard let deployment, deployment.isOpen else { return .ended(self) }
        return deployment.phase == .awaitingApproval ? .awaitingApproval : .open(DeploymentStart(), timedOut: false)
    }
}

extension DeploymentResult {
    fileprivate var timedOut: DeploymentResult {
        DeploymentResult(stage: stage, process: process, end: .open(DeploymentStart(), timedOut: true))
    }
}
