import LedgerValues

extension DeploymentProcess {
    package var next: DeploymentStep {
        guard request != nil else { return .none }
        return switch deployment?.phase {
        case .awaitingApproval: isUnwanted ? cancelled : .awaitApproval
        case .requested: nextCall ?? .start(begun)
        case .started: nextCall ?? nextAfterStart
        case .ended, nil: .none
        }
    }

    /// The next step that sends nothing: a look at AWS, or a record of what is known.
    ///
    /// Nil where a call would have to be sent first. A deployment that is only to be stopped is looked at meanwhile.
    package var nextWithoutSending: DeploymentStep? {
        switch next {
        case .intend(.stopServiceDeployment): .follow(begun)
        case .attempt(let id, _) where action(id)?.operation == .stopServiceDeployment: .follow(begun)
        case .intend, .attempt: nil
        case .awaitApproval, .abandon, .reconcile, .resolve, .start, .follow, .end, .none: next
        }
    }

    /// Nil when all calls of the plan have landed, except for optional ones and the one that closes it.
    private var nextCall: DeploymentStep? {
        for operation in plan where operation != plan.closing {
            guard let action = action(for: operation) else { return canBeLeft ? cancelled : .intend(operation) }
            if operation.isOptional, isRefused(action) { continue }
            if let step = step(of: action) { return step }
        }
        return nil
    }

    private func isRefused(_ action: ActionProgress) -> Bool {
        switch action.standing {
        case .failed: true
        case .due: action.attempts >= Self.mostAttempts
        case .unanswered, .inDoubt, .landed, .abandoned: false
        }
    }

    /// Nil when it has landed.
    private func step(of action: ActionProgress) -> DeploymentStep? {
        switch action.standing {
        case .due where canBeLeft: .abandon(action.id)
        case .due where action.attempts >= Self.mostAttempts:
            .end(.failed, code: "gaveUp", message: "\(action.intent.operation) was sent \(action.attempts) times")
        case .due: .attempt(action.id, attempt: action.attempts + 1)
        case .unanswered where action.intent.actionClass == .unsafe:
            .resolve(action.id, why: "\(action.intent.operation) may not be sent twice")
        case .unanswered: .reconcile(action.id)
        case .inDoubt(let why): .resolve(action.id, why: why)
        case .landed: nil
        case .failed(let code, let message): .end(.failed, code: code, message: message)
        case .abandoned:
            .end(.cancelled, code: "abandoned", message: cancelReason ?? "\(action.intent.operation) was given up")
        }
    }

    private var nextAfterStart: DeploymentStep {
        if plan.isEmpty { return .end(.succeeded, code: "", message: "") }
        return nextOfClosing ?? nextOfStop ?? .follow(begun)
    }

    /// What the calls that landed have started; results of later calls win.
    private var begun: DeploymentStart {
        var start = DeploymentStart(revision: request?.revision, image: request?.image)
        for operation in plan {
            guard let result = landed[operation] else { continue }
            start.revision = result["revision"]?.string ?? start.revision
            start.image = result["image"]?.string ?? start.image
            start.awsDeployment = result["awsDeployment"]?.string ?? start.awsDeployment
            start.time = result["startedAt"]?.string.flatMap { Timestamp(rfc3339: $0) } ?? start.time
        }
        start.awsDeployment = deployment?.awsDeployment ?? start.awsDeployment
        return start
    }
}

// MARK: - Closing

extension [DeploymentOperation] {
    /// The call that is made once AWS reports success: the stage's tag goes where what it names has worked.
    ///
    /// Earlier versions made it first: their plans go on as they began.
    package var closing: DeploymentOperation? { count > 1 && last == .putImage ? .putImage : nil }
}

extension DeploymentProcess {
    /// The call that is still to be made once AWS reports success.
    package var closingCall: DeploymentOperation? {
        plan.closing.flatMap { action(for: $0) == nil ? $0 : nil }
    }

    /// Nil before the closing call has begun: since then, AWS's success is known.
    ///
    /// Without it, the same runs: AWS may refuse it.
    private var nextOfClosing: DeploymentStep? {
        guard let action = plan.closing.flatMap({ action(for: $0) }) else { return nil }
        let succeeded = DeploymentStep.end(.succeeded, code: "", message: "")
        if isRefused(action) || action.standing == .abandoned { return succeeded }
        return step(of: action) ?? succeeded
    }

    /// The calls that AWS refused, and without which the deployment went on.
    package var leftOut: [(operation: DeploymentOperation, why: String)] {
        plan.filter { $0.isOptional || $0 == plan.closing }.compactMap { operation in
            guard let action = action(for: operation), isRefused(action) else { return nil }
            guard case .failed(let code, let message) = action.standing else { return (operation, "it was refused") }
            return (operation, message.isEmpty ? code : "\(code): \(message)")
        }
    }
}

// MARK: - Cancelling

extension DeploymentProcess {
    /// Whether AWS has accepted a call to stop it.
    package var isStopped: Bool { landed[.stopServiceDeployment] != nil }

    /// Whether the call that changes what runs has not landed: then it can be cancelled without a call to AWS.
    package var canBeAbandoned: Bool {
        plan.last(where: \.changesWhatRuns).map { landed[$0] == nil } ?? true
    }

    /// Whether the call that changes what runs was carried out, or may have been.
    package var mayHaveBegun: Bool {
        switch plan.last(where: \.changesWhatRuns).flatMap({ action(for: $0)?.standing }) {
        case .landed?, .unanswered?, .inDoubt?: true
        case .due?, .failed?, .abandoned?, nil: false
        }
    }

    /// Whether somebody wants it cancelled, and it can be abandoned.
    private var canBeLeft: Bool { isUnwanted && canBeAbandoned }

    private var cancelled: DeploymentStep { .end(.cancelled, code: "cancelled", message: cancelReason ?? "") }

    /// The call that stops what AWS has started; nil when nobody wants that, or when the call was answered.
    ///
    /// If AWS refuses the call, nothing changes: the deployment is followed to its end.
    private var nextOfStop: DeploymentStep? {
        guard isUnwanted, plan.contains(where: \.isStoppable), begun.awsDeployment != nil else { return nil }
        guard let stop = action(for: .stopServiceDeployment) else { return .intend(.stopServiceDeployment) }
        switch stop.standing {
        case .due where stop.attempts >= Self.mostAttempts: return nil
        case .due, .unanswered, .inDoubt: return step(of: stop)
        case .landed, .failed, .abandoned: return nil
        }
    }
}
