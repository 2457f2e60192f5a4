package import LedgerValues

/// One numbered attempt to change what a stage runs, as far as decisions need it.
package struct Deployment: Equatable, Sendable {
    package enum Phase: Equatable, Sendable {
        /// It waits for an approval.
        case awaitingApproval
        case requested
        case started
        case ended(Outcome)
    }

    package let id: DeploymentID
    package let version: Int
    package let kind: DeploymentKind
    /// Whether the program carries it out: its request has a plan.
    package internal(set) var isCarriedOutHere = false
    /// Where its content comes from; nil for a new image or revision.
    package let origin: DeploymentOrigin?
    package internal(set) var phase: Phase
    package internal(set) var awsDeployment: String?
    /// When AWS itself went back to it, and under which id.
    package internal(set) var rollbacks: [AWSRollback] = []
    /// What AWS said of its failure.
    package internal(set) var failure: String?
    /// Whether it is the same as an earlier version, to which AWS itself went back.
    package internal(set) var isDuplicate = false
    package internal(set) var revision: String?
    package internal(set) var image: String?
    /// The image of each container, by digest, as far as AWS has told them of a deployment that was seen.
    package internal(set) var images: [String: String] = [:]
    package internal(set) var mark: Mark?
    private var phaseBeforeEnd: Phase?
    /// The tasks of it that are recorded as stopped.
    package internal(set) var stops: [TaskStop] = []
    package internal(set) var times: DeploymentTimes

    /// One time that AWS itself went back to a deployment.
    package struct AWSRollback: Hashable, Sendable {
        /// AWS's id of it: that of the deployment, or a new one.
        package let awsDeployment: String
        package let time: Timestamp
    }

    package var isOpen: Bool {
        if case .ended = phase { false } else { true }
    }

    /// Whether only its tasks were seen, never its progress.
    ///
    /// It may have ended long before the ledger received events, and AWS will not report that again: no other
    /// deployment has to wait for it.
    package var isOnlySeen: Bool { kind == .observed && times.leads.isEmpty }

    /// Whether an observed deployment ends it: a change of the surroundings is none of the service's deployments.
    var mayBeReplaced: Bool { kind != .configure }
}

extension Deployment {
    init(_ id: DeploymentID, version: Int, _ request: DeploymentRequest, approval: Approval, at time: Timestamp) {
        self.init(
            id: id,
            version: version,
            kind: request.kind,
            origin: request.origin,
            phase: approval.isNeeded(for: request.kind) ? .awaitingApproval : .requested,
            revision: request.revision,
            image: request.image,
            times: DeploymentTimes(began: time)
        )
        isCarriedOutHere = !request.plan.isEmpty
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
            images: observed.images,
            times: DeploymentTimes(of: observed, at: time)
        )
        if let rollback = observed.rollback { noteRollback(rollback, at: observed.startedAt ?? time) }
    }

    /// What ran before a stage's first deployment, as the request of that one tells it.
    ///
    /// For logs of earlier versions, which have no event of it.
    init?(before request: DeploymentRequest, _ first: DeploymentID, version: Int, at time: Timestamp) {
        guard version == 1, let running = request.changes.running else { return nil }
        let isImage = ImageName(recorded: running).digest != nil
        self.init(
            id: first.ofDeploymentBefore,
            version: 0,
            kind: .observed,
            origin: nil,
            phase: .ended(.succeeded),
            revision: isImage ? request.changes.runningVersion : running,
            image: isImage ? running : nil,
            times: DeploymentTimes(began: time)
        )
        times.noteSuccess(at: time)
    }

    /// Takes in an event after the first.
    mutating func evolve(_ event: DeploymentEvent, at time: Timestamp) {
        switch event {
        case .requested, .observed, .cancelRequested, .adopted: return
        case .approved: if phase == .awaitingApproval { phase = .requested }
        case .started(let revision, let image, let awsDeployment, let rollback):
            if let rollback { noteRollback(rollback, at: time) }
            times.noteStart(of: self, revision: revision, image: image, at: time)
            if isOpen { phase = .started }
            if phaseBeforeEnd != nil { phaseBeforeEnd = .started }
            self.revision = revision ?? self.revision
            self.image = image ?? self.image
            self.awsDeployment = awsDeployment ?? self.awsDeployment
        case .succeeded(let images):
            let isEarlier = isEarlierSuccess(at: time)
            self.images.merge(images) { $1 }
            times.noteSuccess(at: time)
            if isEarlier { phase = .ended(.succeeded) } else { end(.succeeded) }
        case .failed(_, let message, _):
            times.noteFailure(at: time)
            failure = failure ?? message
            end(.failed)
        case .rolledBack:
            times.noteRollback(at: time)
            end(.rolledBack)
        case .cancelled: end(.cancelled)
        case .rejected: end(.rejected)
        case .superseded:
            times.noteSuperseded(at: time)
            end(.superseded)
        case .corrected(sameAs: nil):
            times.forgetSuperseded()
            if phase == .ended(.superseded) { phase = phaseBeforeEnd ?? .started }
        case .corrected(sameAs: .some):
            isDuplicate = true
            phase = .ended(.superseded)
        case .marked(let mark, _): self.mark = mark
        }
    }

    private mutating func end(_ outcome: Outcome) {
        guard yields(to: outcome) else { return }
        if isOpen { phaseBeforeEnd = phase }
        phase = .ended(outcome)
    }

    /// Whether this deployment would end with `outcome`, or end with it instead of the outcome that it has.
    package func yields(to outcome: Outcome) -> Bool {
        guard case .ended(let known) = phase else { return true }
        return known.yields(to: outcome)
    }

    /// Whether it had succeeded before it ended as it is recorded: the first end that happened stands.
    func isEarlierSuccess(at time: Timestamp) -> Bool {
        guard case .ended(let known) = phase, known.yields(toEarlier: .succeeded) else { return false }
        let ended = known == .succeeded ? times.succeeded : times.failed
        return ended.map { time < $0 } ?? false
    }

    private mutating func noteRollback(_ awsDeployment: String, at time: Timestamp) {
        rollbacks.append(AWSRollback(awsDeployment: awsDeployment, time: time))
    }
}

extension DeploymentID {
    /// The id of what ran before a stage's first deployment, where the log has no event of it.
    package var ofDeploymentBefore: DeploymentID { UniqueID(high: high, low: low ^ 1) }
}
