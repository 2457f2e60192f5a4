import LedgerDomain
import LedgerValues

extension Deployment {
    /// Whether AWS may say more of it than how it has ended so far.
    var mayEndOtherwise: Bool { yields(to: .rolledBack) && !isOpen }
}

extension DeploymentRunner {
    /// Looks once how far AWS is; true if nothing is left to wait for.
    mutating func follow(
        _ start: DeploymentStart,
        of process: DeploymentProcess,
        _ deployment: Deployment,
        _ context: DeploymentContext,
        closes: Bool = true
    ) async throws(RunnerError) -> Bool {
        let progress: DeploymentProgress
        do { progress = try await steadyProgress(of: start, context) } catch {
            // A look that fails says nothing about the deployment.
            guard case .unanswered(_, let message) = error else {
                guard deployment.isOpen else { return true }
                try give(up: deployment, for: error)
                return true
            }
            report(.waiting("AWS does not answer: \(message)"))
            return false
        }
        let event: DeploymentEvent
        switch progress.outcome {
        case .inProgress(let what):
            report(.waiting(what))
            return false
        case .succeeded:
            if closes, try await close(process, deployment, context) { return true }
            event = .succeeded(images: await images(of: start, context))
        case .failed(let code, let message):
            let found = await stops(of: start, context)
            event = .failed(code: code, message: found.explaining(message), stops: found.stops)
        case .rolledBack where process.isStopped: event = .cancelled(reason: process.cancelReason)
        case .rolledBack(let revision, let reason):
            let version = try ledger.version(running: revision)
            let found = await stops(of: start, context)
            event = .rolledBack(to: version, reason: found.explaining(reason), stops: found.stops)
        case .replaced(let by): event = .cancelled(reason: "replaced by \(by ?? "another deployment")")
        case .missing, .ended: return false
        }
        try ledger.append(event, of: deployment, at: progress.time)
        return true
    }

    /// The images and the time of a success that AWS has reported before the call that closed the deployment.
    func success(
        of process: DeploymentProcess,
        _ deployment: Deployment,
        _ context: DeploymentContext
    ) async -> (images: [String: String], time: Timestamp?)? {
        guard process.plan.closing != nil else { return nil }
        let start = DeploymentStart(deployment)
        let progress = try? await cloud.progress(of: start, in: context)
        return (await images(of: start, context), progress?.outcome == .succeeded ? progress?.time : nil)
    }

    /// The images that tags of its definition mean; it only tells more, so a read that fails stops nothing.
    private func images(of start: DeploymentStart, _ context: DeploymentContext) async -> [String: String] {
        do throws(CloudError) { return try await cloud.images(of: start, in: context) } catch {
            report(.untold("which images its tasks run", "\(error)"))
            return [:]
        }
    }

    /// Why tasks stopped; it only tells more, so a read that fails stops nothing.
    private func stops(of start: DeploymentStart, _ context: DeploymentContext) async -> StopReport {
        do throws(CloudError) { return try await cloud.stops(of: start, in: context) } catch {
            report(.untold("why tasks stopped", "\(error)"))
            return StopReport()
        }
    }

    /// How far AWS is, by several looks in a row if it no longer shows the deployment.
    ///
    /// A look soon after the update may return the state before it.
    func steadyProgress(
        of start: DeploymentStart,
        _ context: DeploymentContext
    ) async throws(CloudError) -> DeploymentProgress {
        var progress = try await cloud.progress(of: start, in: context)
        for _ in 1..<max(2, policy.looks) {
            guard case .missing = progress else { return progress }
            try? await policy.sleep(policy.look)
            progress = try await cloud.progress(of: start, in: context)
        }
        if case .missing(let meaning) = progress { return meaning }
        return progress
    }
}
