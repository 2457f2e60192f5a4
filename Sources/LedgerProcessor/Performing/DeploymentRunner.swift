package import LedgerDomain
package import LedgerValues

/// Carries a deployment through: asks what is next, writes it down, does it, and writes down what came of it.
///
/// Nothing leaves for AWS before the intent and the attempt are durable. It may be killed anywhere: another runner goes on
/// from what the log says. Whoever runs one holds the stage's lease.
package struct DeploymentRunner: Sendable {
    private var ledger: StageLedger
    private let cloud: any Cloud
    private let pace: Pace
    /// Of the lease; with ``worker`` it tells whose attempts are whose.
    private let epoch: Int
    private let worker: String
    private let makeID: @Sendable () -> UniqueID
    private let report: @Sendable (RunnerReport) -> Void

    package init(
        _ ledger: StageLedger,
        cloud: any Cloud,
        pace: Pace,
        epoch: Int,
        worker: String,
        makeID: @escaping @Sendable () -> UniqueID,
        report: @escaping @Sendable (RunnerReport) -> Void = { _ in }
    ) {
        (self.ledger, self.cloud, self.pace, self.epoch, self.worker) = (ledger, cloud, pace, epoch, worker)
        (self.makeID, self.report) = (makeID, report)
    }

    /// Goes on with a deployment until it has ended, or until somebody else has to do something.
    ///
    /// Without `follows` it does not wait for what AWS makes of the calls.
    package mutating func run(_ id: DeploymentID, follows: Bool = true) async throws(RunnerError) -> RunnerEnd {
        let deadline = pace.timeout.map { ContinuousClock.now + $0 }
        var looked: Set<ActionID> = []
        while true {
            let process = try ledger.process(id)
            guard let deployment = process.deployment else { throw .unknown(id) }
            let context = try context(of: process)
            switch process.next {
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
                // What could not be told then may be told now: a read may have been allowed since.
                guard process.action(action)?.standing.isInDoubt == true, looked.insert(action).inserted else {
                    return .inDoubt(action, why: why)
                }
                try await look(for: action, of: process, context)
            case .start(let start): try ledger.append(DeploymentEvent(start), of: deployment)
            case .follow(let start):
                guard follows else { return .open(start, timedOut: false) }
                if try await follow(start, of: process, deployment, context) { continue }
                guard try await waitAgain(until: deadline) else { return .open(start, timedOut: true) }
            case .end(let outcome, let code, let message):
                try ledger.append(DeploymentEvent(outcome, code: code, message: message), of: deployment)
            case .none: return .ended(process)
            }
        }
    }

    private mutating func context(of process: DeploymentProcess) throws(RunnerError) -> DeploymentContext {
        guard let stage = try ledger.current().definition, let request = process.request else {
            throw .unknown(process.id)
        }
        return DeploymentContext(stage: stage, request: request, landed: process.landed)
    }
}

// MARK: - Calls

extension DeploymentRunner {
    /// Finds out what to send, writes it down and sends it; false when AWS is not ready for the call yet.
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
        // What cannot be opened is not begun.
        _ = try ledger.opened(request)
        // Finding it out may have taken a while, and somebody may not want it any more.
        guard try ledger.process(deployment.id).next == .intend(operation) else { return true }
        try ledger.append([.intended(ActionIntent(operation, request)), tried(1)], of: action, deployment.id)
        // What was written down is sent, and nothing else.
        guard let begun = try ledger.process(deployment.id).action(action) else { return true }
        try await send(operation, as: begun, try ledger.opened(begun.intent.request), of: deployment.id, context)
        return true
    }

    /// Ends a deployment that nothing can be made of any more; else nobody could ever deploy to the stage again.
    private func give(up deployment: Deployment, for error: CloudError) throws(RunnerError) {
        guard let obstacle = error.obstacle else { throw .cloud(error) }
        try ledger.append(.failed(code: obstacle.code, message: obstacle.message), of: deployment)
    }

    /// Sends once more; or for the first time what was only intended, as by programs that wrote the two down one by one.
    private func retry(
        _ id: ActionID,
        attempt: Int,
        of process: DeploymentProcess,
        _ context: DeploymentContext
    ) async throws(RunnerError) {
        guard let action = process.action(id), let operation = action.operation else { return }
        // What cannot be opened is not begun.
        let request = try ledger.opened(action.intent.request)
        if attempt > 1 { try await pause(pace.retryPause(before: attempt)) }
        try ledger.append([tried(attempt)], of: id, process.id)
        try await send(operation, as: action, request, attempt: attempt, of: process.id, context)
    }

    private func tried(_ attempt: Int) -> ActionEvent {
        .attempted(attempt: attempt, epoch: epoch, worker: worker)
    }

    /// For what is written down as attempted.
    private func send(
        _ operation: DeploymentOperation,
        as action: ActionProgress,
        _ request: JSONObject,
        attempt: Int = 1,
        of deployment: DeploymentID,
        _ context: DeploymentContext
    ) async throws(RunnerError) {
        report(.sending(operation, attempt: attempt))
        switch await cloud.send(operation, request, of: context) {
        case .landed(let result, let requestID):
            let event = ActionEvent.succeeded(attempt: attempt, requestID: requestID, result: result)
            try ledger.appendLanding(event, of: action, deployment, result: result, in: context.stage)
            report(.landed(operation, result))
        case .refused(let code, let message, let retry):
            let event = ActionEvent.failed(attempt: attempt, code: code, message: message, retryable: retry != .never)
            try ledger.append([event], of: action.id, deployment)
            report(.refused(operation, code: code, message: message, retryable: retry == .later))
            // The deployment stays open for whoever has others; once more, as the clock or the session may be put right.
            if retry == .authorized, attempt > 1 { throw .cloud(.credentials("\(code): \(message)")) }
        case .doubtful(let why):
            try ledger.append([.doubted(attempt: attempt, why: why)], of: action.id, deployment)
            report(.doubtful(operation, why: why))
        }
    }

    /// Looks until the effect is found, or until enough looks have found none.
    private func look(
        for id: ActionID,
        of process: DeploymentProcess,
        _ context: DeploymentContext
    ) async throws(RunnerError) {
        guard let action = process.action(id), let operation = action.operation else { return }
        var sight = CloudSight.inconclusive(why: "nobody looked")
        for look in 1...max(1, pace.looks) {
            if look > 1 { try await pause(pace.look) }
            sight = await cloud.look(for: operation, as: id, action.intent.request, of: context)
            if case .landed = sight { break }
        }
        switch sight {
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

    /// Waits as long as between two looks; tells whether there was time left for that.
    private func waitAgain(until deadline: ContinuousClock.Instant?) async throws(RunnerError) -> Bool {
        let left = deadline.map { ContinuousClock.now.duration(to: $0) } ?? pace.poll
        guard left > .zero else { return false }
        try await pause(min(left, pace.poll))
        return true
    }

    private func pause(_ duration: Duration) async throws(RunnerError) {
        do { try await pace.sleep(duration) } catch { throw .interrupted }
    }
}

// MARK: - Following

extension DeploymentRunner {
    /// Looks once at what AWS makes of it; tells whether it has ended.
    private mutating func follow(
        _ start: DeploymentStart,
        of process: DeploymentProcess,
        _ deployment: Deployment,
        _ context: DeploymentContext
    ) async throws(RunnerError) -> Bool {
        let news: CloudNews
        do { news = try await steadyNews(of: start, context) } catch {
            // A look that fails says nothing of the deployment.
            guard case .unanswered(_, let message) = error else {
                try give(up: deployment, for: error)
                return true
            }
            report(.waiting("AWS gives no answer: \(message)"))
            return false
        }
        switch news {
        case .inProgress(let what):
            report(.waiting(what))
            return false
        case .succeeded: try ledger.append(.succeeded, of: deployment)
        case .failed(let code, let message): try ledger.append(.failed(code: code, message: message), of: deployment)
        case .rolledBack where process.isStopped:
            try ledger.append(.cancelled(reason: process.cancelReason), of: deployment)
        case .rolledBack(let revision, let reason):
            let version = try ledger.version(running: revision)
            try ledger.append(.rolledBack(to: version, reason: reason), of: deployment)
        case .replaced(let by):
            try ledger.append(.cancelled(reason: "replaced by \(by ?? "another deployment")"), of: deployment)
        case .missing: return false
        }
        return true
    }

    /// What AWS says; that it shows the deployment no more is believed when several looks in a row say so, as one soon after
    /// the update may be answered from before it.
    private func steadyNews(
        of start: DeploymentStart,
        _ context: DeploymentContext
    ) async throws(CloudError) -> CloudNews {
        var news = try await cloud.news(of: start, in: context)
        for _ in 1..<max(2, pace.looks) {
            guard case .missing = news else { return news }
            try? await pace.sleep(pace.look)
            news = try await cloud.news(of: start, in: context)
        }
        if case .missing(let meaning) = news { return meaning }
        return news
    }
}
