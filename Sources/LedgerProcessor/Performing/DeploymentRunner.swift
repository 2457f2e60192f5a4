package import LedgerDomain
package import LedgerValues

/// Runs a deployment: asks its process what is next, records it, does it, and records the result.
///
/// Nothing is sent to AWS before the intent and the attempt are durable. A runner may die anywhere: another one continues
/// from the log. Whoever runs it holds the stage's lease.
package struct DeploymentRunner: Sendable {
    private var ledger: StageLedger
    private let unbounded: any Cloud
    private var cloud: any Cloud
    private let policy: RetryPolicy
    /// The epoch of the lease; together with ``worker`` it identifies who made an attempt.
    private let epoch: Int
    private let worker: String
    private let makeID: @Sendable () -> UniqueID
    private let report: @Sendable (RunnerReport) -> Void

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
            case .attempt(let action, let attempt): try await retry(action, attempt: attempt, of: process, context)
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
}

extension DeploymentStart {
    /// What a deployment has started, as it is recorded.
    fileprivate init(_ deployment: Deployment) {
        self.init(
            revision: deployment.revision,
            image: deployment.image,
            awsDeployment: deployment.awsDeployment
        )
    }
}

// MARK: - Calls

extension DeploymentRunner {
    /// Finds out what to send, records it and sends it; false if AWS is not ready for the call yet.
    private mutating func begin(
        _ operation: DeploymentOperation,
        of deployment: Deployment,
        _ context: DeploymentContext
    ) async throws(RunnerError) -> Bool {
        let action = makeID()
        let request: JSONObject
        do { request = try await cloud.request(for: operation, as: action, of: context) } catch {
            if case .notYet(let what) = error {
                report(.waiting(what))
                return false
            }
            try give(up: deployment, for: error)
            return true
        }
        // A call whose values cannot be opened is not begun, nor one that somebody else wants.
        _ = try ledger.opened(request)
        try ledger.requireOwn(deployment.id)
        // Finding out may have taken a while, and somebody may have cancelled the deployment.
        guard try ledger.process(deployment.id).next == .intend(operation) else { return true }
        try await begin(operation, as: action, request, of: deployment, context)
        return true
    }

    /// Records a request, and sends it.
    private mutating func begin(
        _ operation: DeploymentOperation,
        as action: ActionID,
        _ request: JSONObject,
        of deployment: Deployment,
        _ context: DeploymentContext
    ) async throws(RunnerError) {
        try ledger.append([.intended(ActionIntent(operation, request)), tried(1)], of: action, deployment.id)
        // What was recorded is sent, and nothing else.
        guard let begun = try ledger.process(deployment.id).action(action) else { return }
        try await send(operation, as: begun, try ledger.opened(begun.intent.request), of: deployment.id, context)
    }

    /// Makes the call that comes once AWS reports success; false if there is none to make.
    private mutating func close(
        _ process: DeploymentProcess,
        _ deployment: Deployment,
        _ context: DeploymentContext
    ) async throws(RunnerError) -> Bool {
        guard let operation = process.closingCall else { return false }
        let action = makeID()
        let request: JSONObject
        do { request = try await cloud.request(for: operation, as: action, of: context) } catch {
            report(.leftOut(operation, why: "\(error)"))
            return false
        }
        try ledger.requireOwn(deployment.id)
        try await begin(operation, as: action, request, of: deployment, context)
        return true
    }

    /// Ends a deployment that can no longer succeed, as it would block the stage for ever.
    private func give(up deployment: Deployment, for error: CloudError) throws(RunnerError) {
        guard let obstacle = error.obstacle else { throw .cloud(error) }
        try ledger.append(.failed(code: obstacle.code, message: obstacle.message), of: deployment)
    }

    /// Sends again; or for the first time what was only intended, as earlier versions recorded intent and attempt apart.
    private mutating func retry(
        _ id: ActionID,
        attempt: Int,
        of process: DeploymentProcess,
        _ context: DeploymentContext
    ) async throws(RunnerError) {
        guard let action = process.action(id), let operation = action.operation else { return }
        try ledger.requireOwn(process.id)
        // A call whose values cannot be opened is not begun.
        let request = try ledger.opened(action.intent.request)
        if attempt > 1 { try await pause(policy.retryPause(before: attempt)) }
        try ledger.append([tried(attempt)], of: id, process.id)
        try await send(operation, as: action, request, attempt: attempt, of: process.id, context)
    }

    private func tried(_ attempt: Int) -> ActionEvent {
        .attempted(attempt: attempt, epoch: epoch, worker: worker)
    }

    /// Sends what is recorded as attempted.
    private func send(
        _ operation: DeploymentOperation,
        as action: ActionProgress,
        _ request: JSONObject,
        attempt: Int = 1,
        of deployment: DeploymentID,
        _ context: DeploymentContext
    ) async throws(RunnerError) {
        report(.sending(operation, attempt: attempt))
        let answer = await cloud.send(operation, request, of: context)
        do throws(RunnerError) { try record(answer, attempt: attempt, of: action, deployment, context) } catch {
            throw .unrecorded(operation, answer, error)
        }
        switch answer {
        case .landed(let result, _): report(.landed(operation, result))
        case .refused(let code, let message, let retry):
            report(.refused(operation, code: code, message: message, retryable: retry == .later))
            // The deployment stays open for other credentials. One more attempt, as the clock or the session may be renewed.
            if retry == .authorized, attempt > 1 { throw .cloud(.credentials("\(code): \(message)")) }
        case .doubtful(let why): report(.doubtful(operation, why: why))
        }
    }

    private func record(
        _ answer: CloudAnswer,
        attempt: Int,
        of action: ActionProgress,
        _ deployment: DeploymentID,
        _ context: DeploymentContext
    ) throws(RunnerError) {
        switch answer {
        case .landed(let result, let requestID):
            let event = ActionEvent.succeeded(attempt: attempt, requestID: requestID, result: result)
            try ledger.appendLanding(event, of: action, deployment, result: result, in: context.stage)
        case .refused(let code, let message, let retry):
            let event = ActionEvent.failed(attempt: attempt, code: code, message: message, retryable: retry != .never)
            try ledger.append([event], of: action.id, deployment)
        case .doubtful(let why):
            try ledger.append([.doubted(attempt: attempt, why: why)], of: action.id, deployment)
        }
    }

    /// Looks until the effect is found, or until enough looks have found nothing.
    private func look(
        for id: ActionID,
        of process: DeploymentProcess,
        _ context: DeploymentContext
    ) async throws(RunnerError) {
        guard let action = process.action(id), let operation = action.operation else { return }
        var result = LookResult.inconclusive(why: "nobody looked")
        for look in 1...max(1, policy.looks) {
            if look > 1 { try await pause(policy.look) }
            result = await cloud.look(for: operation, as: id, action.intent.request, of: context)
            if case .landed = result { break }
        }
        if case .absent = result, action.mayBeSetBack(at: ledger.now) {
            result = .inconclusive(why: "AWS has what it had before, and somebody may have set that back since")
        }
        switch result {
        case .landed(let found):
            let event = ActionEvent.reconciled(.landed, evidence: .object(found))
            try ledger.appendLanding(event, of: action, process.id, result: found, in: context.stage)
            report(.looked(operation, .landed))
        case .absent(let evidence):
            try ledger.append([.reconciled(.absent, evidence: .object(evidence))], of: id, process.id)
            report(.looked(operation, .absent))
        case .inconclusive(let why):
            try ledger.append([.reconciled(.inconclusive, evidence: ["why": .string(why)])], of: id, process.id)
            report(.looked(operation, .inconclusive))
        }
    }

    /// Waits until the next look; false if there is no time left.
    private func waitAgain(until deadline: ContinuousClock.Instant?) async throws(RunnerError) -> Bool {
        let left = deadline.map { ContinuousClock.now.duration(to: $0) } ?? policy.poll
        guard left > .zero else { return false }
        try await pause(min(left, policy.poll))
        return true
    }

    private func pause(_ duration: Duration) async throws(RunnerError) {
        do { try await policy.sleep(duration) } catch { throw .interrupted }
    }
}

// MARK: - Following

extension Deployment {
    /// Whether AWS may say more of it than how it has ended so far.
    fileprivate var mayEndOtherwise: Bool { yields(to: .rolledBack) && !isOpen }
}

extension DeploymentRunner {
    /// Looks once how far AWS is; true if nothing is left to wait for.
    private mutating func follow(
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
    private func success(
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
    private func steadyProgress(
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
