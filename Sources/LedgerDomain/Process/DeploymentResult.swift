/// How far a deployment came that somebody carried out or waited for.
package struct DeploymentResult: Equatable, Sendable {
    package let stage: StageID
    package let process: DeploymentProcess
    package let end: RunnerEnd

    package init(stage: StageID, process: DeploymentProcess, end: RunnerEnd) {
        (self.stage, self.process, self.end) = (stage, process, end)
    }

    package var deployment: Deployment? { process.deployment }
    package var version: Int { deployment?.version ?? 0 }
    /// `shop/prod@v7`.
    package var name: String { "\(stage)@v\(version)" }

    package var outcome: Outcome? {
        if case .ended(let outcome)? = deployment?.phase { outcome } else { nil }
    }

    /// Whether the stages that follow are to be promoted to now.
    package var goesOnward: Bool {
        guard case .ended = end, let request = process.request else { return false }
        return outcome == .succeeded && request.goesOnward
    }
}
