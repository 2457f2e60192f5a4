import LedgerDomain
import LedgerValues

extension DeploymentRunner {
    /// Finds out what to send, records it and sends it; false if AWS is not ready for the call yet.
    mutating func begin(
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
        let intent = ActionIntent(operation, request, in: context.stage.registry)
        try ledger.append([.intended(intent), tried(1)], of: action, deployment.id)
        // What was recorded is sent, and nothing else.
        guard let begun = try ledger.process(deployment.id).action(action) else { return }
        try await send(operation, as: begun, try ledger.opened(begun.intent.request), of: deployment.id, context)
    }

    /// Makes the call that comes once AWS reports success; false if there is none to make.
    mutating func close(
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
    func give(up deployment: Deployment, for error: CloudError) throws(RunnerError) {
        guard let obstacle = error.obstacle else { throw .cloud(error) }
        try ledger.append(.failed(code: obstacle.code, message: obstacle.message), of: deployment)
    }

    /// Sends again; or for the first time what was only intended, as earlier versions recorded intent and attempt apart.
    mutating func retry(
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
    func look(
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
}
