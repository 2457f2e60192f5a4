import LedgerDomain
import LedgerProcessor
import LedgerValues

/// Waits for the end of a deployment that somebody else may carry through; where nobody does, this process does.
struct DeploymentWait: Sendable {
    private let entry: StageEntry
    private let waiting: WaitOptions

    init(_ entry: StageEntry, _ waiting: WaitOptions) {
        (self.entry, self.waiting) = (entry, waiting)
    }

    /// `carry` goes on with it once the stage is free; `whenBusy` is done whenever it is found not to be.
    func end(
        of deployment: DeploymentID,
        whenBusy: () throws(Failure) -> Void = {},
        carry: (StageAct) async throws(Failure) -> RunnerEnd
    ) async throws(Failure) -> RunnerEnd {
        let deadline = ContinuousClock.now + (try waiting.pace().timeout ?? .zero)
        while true {
            let process = try entry.process(deployment)
            if case .none = process.next { return .ended(process) }
            if let end = try await whenFree(carry) { return end }
            try whenBusy()
            guard ContinuousClock.now < deadline else { return .open(DeploymentStart(), timedOut: true) }
            do { try await Task.sleep(for: .milliseconds(500)) } catch {
                throw Failure(.interrupted, "interrupted", "interrupted", hint: "stackledger wait \(entry.id)")
            }
        }
    }

    /// Nil where somebody else acts on the stage.
    private func whenFree(
        _ carry: (StageAct) async throws(Failure) -> RunnerEnd
    ) async throws(Failure) -> RunnerEnd? {
        let act = try await StageAct.unlessBusy { () throws(Failure) in try await StageAct.begin(entry, waiting) }
        guard let act else { return nil }
        defer { act.end() }
        return try await carry(act)
    }
}
