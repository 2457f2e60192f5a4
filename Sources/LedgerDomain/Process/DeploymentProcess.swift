package import LedgerValues

/// A deployment as a state machine: folded from its events, it says what to do next.
///
/// Pure, and all of it is in the log: every process that folds the same events continues at the same place, also after
/// a crash. The calls are made in the order of the plan, each only after those before it have landed.
package struct DeploymentProcess: Equatable, Sendable {
    /// How often a call is sent before its deployment fails.
    package static let mostAttempts = 8

    package let id: DeploymentID
    package private(set) var deployment: Deployment?
    /// Nil for a deployment that was only observed: there is nothing to do for it.
    package private(set) var request: DeploymentRequest?
    package private(set) var actions: [ActionProgress] = []
    /// Why it ended as it did, where the event says so.
    package private(set) var endReason: String?
    /// Whether somebody wants it cancelled, and why, where they said so.
    package private(set) var isUnwanted = false
    package private(set) var cancelReason: String?
    private var approval: Approval

    /// `approval` is the stage's setting before the first event that is folded.
    package init(_ id: DeploymentID, approval: Approval = .automatic) {
        (self.id, self.approval) = (id, approval)
    }

    package var plan: [DeploymentOperation] { request?.plan ?? [] }

    package func action(_ id: ActionID) -> ActionProgress? {
        actions.last { $0.id == id }
    }

    /// The newest action with this operation: that is the one that did it.
    package func action(for operation: DeploymentOperation) -> ActionProgress? {
        actions.last { $0.operation == operation }
    }

    /// The results of the calls that landed.
    package var landed: [DeploymentOperation: JSONObject] {
        var landed: [DeploymentOperation: JSONObject] = [:]
        for action in actions {
            guard case .landed(let result) = action.standing, let operation = action.operation else { continue }
            landed[operation] = result
        }
        return landed
    }

    /// The recorded requests of its calls.
    package var requests: [DeploymentOperation: JSONObject] {
        actions.reduce(into: [:]) { requests, action in
            guard let operation = action.operation else { return }
            requests[operation] = action.intent.request
        }
    }

    /// Takes in an event of the stage; events of other deployments change nothing.
    package mutating func evolve(_ event: StageEvent, at time: Timestamp) {
        switch event {
        case .added(let added): approval = added.approval
        case .changed(let changes): approval = Approval(changedBy: changes) ?? approval
        case .deployment(let id, let version, let event) where id == self.id: evolve(event, version, at: time)
        case .action(let action, let deployment, let event) where deployment == id: evolve(event, of: action)
        case .deployment, .action, .taskStopped, .locked, .unlocked, .removed, .driftDetected, .driftCleared: return
        }
    }

    private mutating func evolve(_ event: DeploymentEvent, _ version: Int, at time: Timestamp) {
        if case .requested(let request) = event {
            self.request = request
            deployment = Deployment(id, version: version, request, approval: approval, at: time)
        } else if case .observed(let observed) = event {
            deployment = Deployment(id, version: version, observed, at: time)
        } else {
            deployment?.evolve(event, at: time)
            endReason = event.endReason ?? endReason
            if case .cancelRequested(let reason) = event { (isUnwanted, cancelReason) = (true, reason ?? cancelReason) }
        }
    }

    private mutating func evolve(_ event: ActionEvent, of action: ActionID) {
        if case .intended(let intent) = event { return actions.append(ActionProgress(action, intent)) }
        guard let index = actions.lastIndex(where: { $0.id == action }) else { return }
        actions[index].evolve(event)
    }
}

extension DeploymentEvent {
    fileprivate var endReason: String? {
        switch self {
        case .failed(let code, let message, _): message.isEmpty ? code : "\(code): \(message)"
        case .rolledBack(_, let reason, _), .rejected(let reason): reason
        case .cancelled(let reason): reason
        case .requested, .observed, .approved, .started, .succeeded, .cancelRequested, .superseded, .corrected,
            .adopted, .marked:
            nil
        }
    }
}
