import LedgerValues

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
    /// What it takes over.
    package let origin: DeploymentOrigin?
    package internal(set) var phase: Phase
    package internal(set) var awsDeployment: String?
    package internal(set) var revision: String?
    package internal(set) var image: String?
    package internal(set) var mark: Mark?
    package internal(set) var times: DeploymentTimes

    package var isOpen: Bool {
        if case .ended = phase { false } else { true }
    }

    /// Whether only tasks of it were seen.
    ///
    /// It may have ended long before anybody listened, and AWS will not say so again: nobody has to wait for it.
    package var isOnlySeen: Bool { kind == .observed && times.led == nil }
}

extension Deployment {
    init(_ id: DeploymentID, version: Int, _ request: DeploymentRequest, approval: Approval, at time: Timestamp) {
        let waits = approval == .manual && (request.kind == .deploy || request.kind == .promote)
        self.init(
            id: id,
            version: version,
            kind: request.kind,
            origin: request.origin,
            phase: waits ? .awaitingApproval : .requested,
            revision: request.revision,
            image: request.image,
            times: DeploymentTimes(began: time)
        )
    }

    init(_ id: DeploymentID, version: Int, _ observed: ObservedDeployment, at time: Timestamp) {
        self.init(
            id: id,
            version: version,
            kind: .observed,
            origin: nil,
            phase: .started,
            awsDeployment: observed.awsDeployment,
            revision: observed.revision,
            image: observed.image,
            times: DeploymentTimes(of: observed, at: time)
        )
    }

    /// Takes in an event after the first.
    mutating func evolve(_ event: DeploymentEvent, at time: Timestamp) {
        switch event {
        case .requested, .observed, .cancelRequested: return
        case .approved: if phase == .awaitingApproval { phase = .requested }
        case .started(let revision, let image, let awsDeployment):
            times.noteStart(of: self, revision: revision, image: image, at: time)
            if isOpen { phase = .started }
            self.revision = revision ?? self.revision
            self.image = image ?? self.image
            self.awsDeployment = awsDeployment ?? self.awsDeployment
        case .succeeded:
            times.noteSuccess(at: time)
            end(.succeeded)
        case .failed:
            times.noteFailure(at: time)
            end(.failed)
        case .rolledBack: end(.rolledBack)
        case .cancelled: end(.cancelled)
        case .rejected: end(.rejected)
        case .superseded: end(.superseded)
        case .marked(let mark, _): self.mark = mark
        }
    }

    private mutating func end(_ outcome: Outcome) {
        if yields(to: outcome) { phase = .ended(outcome) }
    }

    /// Whether `outcome` would be this deployment's.
    ///
    /// The first outcome stands, whatever is heard of later, with two exceptions. That a deployment was superseded is
    /// only concluded, from another that runs: AWS's own word on how it ended takes its place. And AWS tells of a
    /// rollback after the failure that it answers.
    package func yields(to outcome: Outcome) -> Bool {
        guard case .ended(let known) = phase else { return true }
        switch (known, outcome) {
        case (.superseded, .succeeded), (.superseded, .failed), (.superseded, .rolledBack): return true
        case (.failed, .rolledBack): return true
        default: return false
        }
    }
}
