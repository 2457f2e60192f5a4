/// One numbered try to change what a stage runs, as far as decisions need to know it.
package struct Deployment: Equatable, Sendable {
    package enum Phase: Equatable, Sendable {
        /// The stage asks for an approval that has not been given.
        case awaitingApproval
        case requested
        case started
        case ended(Outcome)
    }

    package let id: DeploymentID
    package let version: Int
    package let kind: DeploymentKind
    package internal(set) var phase: Phase
    package internal(set) var awsDeployment: String?
    package internal(set) var revision: String?
    package internal(set) var image: String?
    package internal(set) var mark: Mark?

    package var isOpen: Bool {
        if case .ended = phase { false } else { true }
    }
}

extension Deployment {
    init(_ id: DeploymentID, version: Int, _ request: DeploymentRequest, approval: Approval) {
        let waits = approval == .manual && (request.kind == .deploy || request.kind == .promote)
        self.init(
            id: id,
            version: version,
            kind: request.kind,
            phase: waits ? .awaitingApproval : .requested,
            revision: request.revision,
            image: request.image
        )
    }

    init(_ id: DeploymentID, version: Int, _ observed: ObservedDeployment) {
        self.init(
            id: id,
            version: version,
            kind: .observed,
            phase: .started,
            awsDeployment: observed.awsDeployment,
            revision: observed.revision,
            image: observed.image
        )
    }

    /// Takes in an event after the first.
    mutating func evolve(_ event: DeploymentEvent) {
        switch event {
        case .requested, .observed: return
        case .approved: if phase == .awaitingApproval { phase = .requested }
        case .started(let revision, let image, let awsDeployment):
            if isOpen { phase = .started }
            self.revision = revision ?? self.revision
            self.image = image ?? self.image
            self.awsDeployment = awsDeployment ?? self.awsDeployment
        case .succeeded: end(.succeeded)
        case .failed: end(.failed)
        case .rolledBack: end(.rolledBack)
        case .cancelled: end(.cancelled)
        case .rejected: end(.rejected)
        case .superseded: end(.superseded)
        case .marked(let mark, _): self.mark = mark
        }
    }

    /// The first outcome stands: what came later was heard of too late.
    private mutating func end(_ outcome: Outcome) {
        if isOpen { phase = .ended(outcome) }
    }
}
