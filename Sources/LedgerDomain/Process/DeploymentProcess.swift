/// A deployment as a state machine: folded from its events, it says what is to be done next.
///
/// Pure, and whole in the log: whoever folds the same events goes on at the same place, be it the process that began or
/// another after a crash. The calls are made in the order of the plan, each only when those before have landed.
package struct DeploymentProcess: Equatable, Sendable {
    /// How often a call is sent before its deployment is given up.
    package static let mostAttempts = 8

    package let id: DeploymentID
    package private(set) var deployment: Deployment?
    package private(set) var request: DeploymentRequest?
    package private(set) var actions: [ActionProgress] = []
    /// Why it ended as it did, where that was told.
    package private(set) var endReason: String?
    private var approval: Approval

    /// `approval` is what the stage asks for before the first event that is folded.
    package init(_ id: DeploymentID, approval: Approval = .automatic) {
        (self.id, self.approval) = (id, approval)
    }

    /// The calls that it consists of, as the request says.
    package var plan: [DeploymentOperation] {
        (request?.changes["plan"]?.array ?? []).compactMap { $0.string.flatMap(DeploymentOperation.init(rawValue:)) }
    }

    package func action(_ id: ActionID) -> ActionProgress? {
        actions.last { $0.id == id }
    }

    /// The one that did it, of those that tried.
    package func action(for operation: DeploymentOperation) -> ActionProgress? {
        actions.last { $0.operation == operation }
    }

    /// What the calls that landed have given.
    package var landed: [DeploymentOperation: JSONObject] {
        var landed: [DeploymentOperation: JSONObject] = [:]
        for action in actions {
            guard case .landed(let result) = action.standing, let operation = action.operation else { continue }
            landed[operation] = result
        }
        return landed
    }

    /// Takes in an event of the stage; what is about other deployments changes nothing.
    package mutating func evolve(_ event: StageEvent, at time: Timestamp) {
        switch event {
        case .added(let added): approval = added.approval
        case .changed(let changes): approval = changes["approval"]?.string.flatMap(Approval.init) ?? approval
        case .deployment(let id, let version, let event) where id == self.id: evolve(event, version, at: time)
        case .action(let action, let deployment, let event) where deployment == id: evolve(event, of: action)
        case .deployment, .action, .locked, .unlocked, .removed, .driftDetected, .driftCleared: return
        }
    }

    private mutating func evolve(_ event: DeploymentEvent, _ version: Int, at time: Timestamp) {
        if case .requested(let request) = event {
            self.request = request
            deployment = Deployment(id, version: version, request, approval: approval, at: time)
        } else {
            deployment?.evolve(event, at: time)
            endReason = event.endReason ?? endReason
        }
    }

    private mutating func evolve(_ event: ActionEvent, of action: ActionID) {
        if case .intended(let intent) = event { return actions.append(ActionProgress(action, intent)) }
        guard let index = actions.lastIndex(where: { $0.id == action }) else { return }
        actions[index].evolve(event)
    }
}

// MARK: - What is next

extension DeploymentProcess {
    package var next: DeploymentStep {
        switch deployment?.phase {
        case .awaitingApproval: .awaitApproval
        case .requested: nextCall ?? .start(begun)
        case .started: nextCall ?? nextAfterStart
        case .ended, nil: .none
        }
    }

    /// Nil when all calls of the plan have landed.
    private var nextCall: DeploymentStep? {
        for operation in plan {
            guard let action = action(for: operation) else { return .intend(operation) }
            if let step = step(of: action) { return step }
        }
        return nil
    }

    /// Nil when it has landed.
    private func step(of action: ActionProgress) -> DeploymentStep? {
        switch action.standing {
        case .due where action.attempts >= Self.mostAttempts:
            .end(.failed, code: "gaveUp", message: "\(action.intent.operation) was sent \(action.attempts) times")
        case .due: .attempt(action.id, attempt: action.attempts + 1)
        case .unanswered where action.intent.actionClass == .unsafe:
            .resolve(action.id, why: "\(action.intent.operation) may not be sent twice")
        case .unanswered: .reconcile(action.id)
        case .inDoubt(let why): .resolve(action.id, why: why)
        case .landed: nil
        case .failed(let code, let message): .end(.failed, code: code, message: message)
        case .abandoned: .end(.cancelled, code: "abandoned", message: "\(action.intent.operation) was given up")
        }
    }

    private var nextAfterStart: DeploymentStep {
        plan.isEmpty ? .end(.succeeded, code: "", message: "") : .follow(begun)
    }

    /// What the calls that landed have begun, the later ones' word before the earlier ones'.
    private var begun: DeploymentStart {
        var start = DeploymentStart(revision: request?.revision, image: request?.image)
        for operation in plan {
            guard let result = landed[operation] else { continue }
            start.revision = result["revision"]?.string ?? start.revision
            start.image = result["image"]?.string ?? start.image
            start.awsDeployment = result["awsDeployment"]?.string ?? start.awsDeployment
        }
        start.awsDeployment = deployment?.awsDeployment ?? start.awsDeployment
        return start
    }
}

extension DeploymentEvent {
    fileprivate var endReason: String? {
        switch self {
        case .failed(let code, let message): message.isEmpty ? code : "\(code): \(message)"
        case .rolledBack(_, let reason), .rejected(let reason): reason
        case .cancelled(let reason): reason
        case .requested, .observed, .approved, .started, .succeeded, .superseded, .marked: nil
        }
    }
}
