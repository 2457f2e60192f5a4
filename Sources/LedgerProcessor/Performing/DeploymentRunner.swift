package import LedgerDomain
package import LedgerValues

/// Runs a deployment: asks its process what is next, records it, does it, and records the result.
///
/// Nothing is sent to AWS before the intent and the attempt are durable. A runner may die anywhere: another one continues
/// from the log. Whoever runs it holds the stage's lease.
package struct DeploymentRunner: Sendable {
    var ledger: StageLedger
    private let unbounded: any Cloud
    var cloud: any Cloud
    let policy: RetryPolicy
    /// The epoch of the lease; together with ``worker`` it identifies who made an attempt.
    let epoch: Int
    let worker: String
    let makeID: @Sendable () -> UniqueID
    let report: @Sendable (RunnerReport) -> Void

    package init(
        _ ledger: StageLedger,
        cloud: any Cloud,
        policy: RetryPolicy,
        epoch: Int,
        worker: String,
        makeID: @escaping @Sendable () -> UniqueID,
        report: @escaping @Sendable (RunnerReport) -> Void = { _ in }
    ) {
        (self.ledger, self.policy, self.epoch, self.worker) = (ledger, policy, epoch, worker)
        (unbounded, self.cloud) = (cloud, cloud)
        (self.makeID, self.report) = (makeID, report)
    }

    /// Runs a deployment until it has ended, or until somebody else has to act.
    ///
    /// Without `follows` it does not wait until AWS has finished. Without `sends` it looks at AWS and records what it
    /// finds, and stops where a call would have to be sent.
    package mutating func run(
        _ id: DeploymentID,
        follows: Bool = true,
        sends: Bool = true
    ) async throws(RunnerError) -> RunnerEnd {
        let deadline = policy.timeout.map { ContinuousClock.now + $0 }
        // Without time to wait, one look is to be made all the same.
        if let deadline, policy.timeout != .zero { cloud = BoundedCloud(unbounded, until: deadline) }
        var looked: Set<ActionID> = []
        /// What was followed until somebody else recorded an end.
        var followed: DeploymentStart?
        while true {
            let process = try ledger.process(id)
            guard let deployment = process.deployment else { throw .unknown(id) }
            let context = try context(of: process)
            guard let step = sends ? process.next : process.nextWithoutSending else {
                return .open(DeploymentStart(), timedOut: false)
            }
            switch step {
            case .awaitApproval: return .awaitingApproval
            case .intend(let operation):
                if try await begin(operation, of: deployment, context) { continue }
                guard try await waitAgain(until: deadline) else { return .open(DeploymentStart(), timedOut: true) }
            case .abandon(let action):
                try ledger.append([.abandoned(reason: process.cancelReason)], of: action, id)
            case .attempt(let action, let attempt):
                // Nothing is sent any more once the time is over: who resumes the deployment sends it.
                guard hasTime(until: deadline) else { return .open(DeploymentStart(), timedOut: true) }
                try await retry(action, attempt: attempt, of: process, context)
            case .reconcile(let action):
                looked.insert(action)
                try await look(for: action, of: process, context)
            case .resolve(let action, let why):
                // What was unknown then may be known now: the read may have been allowed since.
                guard process.action(action)?.standing.isInDoubt == true, looked.insert(action).inserted else {
                    return .inDoubt(action, why: why)
                }
                try await look(for: action, of: process, context)
            case .start(let start): try ledger.append(DeploymentEvent(start), of: deployment, at: start.time)
            case .follow(let start):
                guard follows else { return .open(start, timedOut: false) }
                followed = nil
                // A tag is not moved to what nobody wants any more.
                let closes = sends || !process.isUnwanted
                if try await follow(start, of: process, deployment, context, closes: closes) { continue }
                followed = start
                guard try await waitAgain(until: deadline) else { return .open(start, timedOut: true) }
            case .end(let outcome, let code, let message):
                let found = outcome == .succeeded ? await success(of: process, deployment, context) : nil
                let event = DeploymentEvent(outcome, code: code, message: message, images: found?.images ?? [:])
                try ledger.append(event, of: deployment, at: found?.time)
            case .none:
                // An event from AWS has ended it. AWS says whether that is all: it goes back after a failure, and what
                // is superseded may only seem so.
                guard let start = followed, deployment.mayEndOtherwise else { return .ended(process) }
                followed = nil
                if try await follow(start, of: process, deployment, context) { continue }
                guard try await waitAgain(until: deadline) else { return .ended(process) }
                followed = start
            }
        }
    }

    /// Whether the processor itself has seen a deployment succeed, or AWS says so now.
    ///
    /// What somebody feeds may end a deployment, and causes nothing.
    package mutating func confirmsSuccess(of id: DeploymentID) async throws(RunnerError) -> Bool {
        try ledger.requireOwn(id)
        if try ledger.origins(of: id).hasSeenSuccess { return true }
        let process = try ledger.process(id)
        guard let deployment = process.deployment else { return false }
        let context = try context(of: process)
        do throws(CloudError) {
            return try await steadyProgress(of: DeploymentStart(deployment), context).outcome == .succeeded
        } catch { throw .cloud(error) }
    }

    private mutating func context(of process: DeploymentProcess) throws(RunnerError) -> DeploymentContext {
        guard let stage = try ledger.current().definition, let request = process.request else {
            throw .unknown(process.id)
        }
        return DeploymentContext(
            stage: stage,
            request: request,
            landed: process.landed,
            recorded: process.requests
        )
    }

    /// Whether a call may still be sent; always, where the time is not limited or is just that of the calls.
    private func hasTime(until deadline: ContinuousClock.Instant?) -> Bool {
        guard let deadline, policy.timeout != .zero else { return true }
        return ContinuousClock.now < deadline
    }

    /// Waits until the next look; false if there is no time left.
    private func waitAgain(until deadline: ContinuousClock.Instant?) async throws(RunnerError) -> Bool {
        let left = deadline.map { ContinuousClock.now.duration(to: $0) } ?? policy.poll
        guard left > .zero else { return false }
        try await pause(min(left, policy.poll))
        return true
    }

    func pause(_ duration: Duration) async throws(RunnerError) {
        do { try await policy.sleep(duration) } catch { throw .interrupted }
    }
}

extension DeploymentStart {
    /// What a deployment has started, as it is recorded.
    init(_ deployment: Deployment) {
        self.init(
            revision: deployment.revision,
            image: deployment.image,
            awsDeployment: deployment.awsDeployment
        )
    }
}
