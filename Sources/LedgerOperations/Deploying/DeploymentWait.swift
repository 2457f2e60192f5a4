import LedgerDomain
import LedgerProcessor

/// Waits for the end of a deployment that another process may carry out; where none does, this process does.
struct DeploymentWait: Sendable {
    private let stage: OpenStage

    init(_ stage: OpenStage) {
        self.stage = stage
    }

    /// `carryOut` runs it once the stage is free; `whenBusy` runs whenever the stage is found busy.
    ///
    /// Without `follows` a busy stage is not waited for.
    func end(
        of deployment: DeploymentID,
        follows: Bool = true,
        whenBusy: () throws(OperationError) -> Void = {},
        carryOut: (LeasedStage) async throws(OperationError) -> RunnerEnd
    ) async throws(OperationError) -> RunnerEnd {
        let deadline = ContinuousClock.now + stage.caller.limits.outcome
        while true {
            let process = try stage.process(deployment)
            if case .none = process.next { return .ended(process) }
            if let end = try await whenFree(carryOut) { return end }
            try whenBusy()
            guard follows else { return .open(DeploymentStart(), timedOut: false) }
            guard ContinuousClock.now < deadline else { return .open(DeploymentStart(), timedOut: true) }
            do { try await Task.sleep(for: .milliseconds(500)) } catch { throw .interrupted(.wait(stage.id)) }
        }
    }

    /// Nil where another process acts on the stage.
    private func whenFree(
        _ carryOut: (LeasedStage) async throws(OperationError) -> RunnerEnd
    ) async throws(OperationError) -> RunnerEnd? {
        let leased = try await LeasedStage.unlessBusy { () throws(OperationError) in try await .take(stage) }
        guard let leased else { return nil }
        defer { leased.end() }
        return try await carryOut(leased)
    }
}
