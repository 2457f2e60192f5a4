import LedgerValues

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
    /// Where its content comes from; nil for a new image or revision.
    package let origin: DeploymentOrigin?
    package internal(set) var phase: Phase
    package internal(set) var awsDeployment: String?
    package internal(set) var revision: String?
    package internal(set) var image: String?
    /// The image of each container, by digest, as far as AWS has told them of a deployment that was seen.
    package internal(set) var images: [String: String] = [:]
    package internal(set) var mark: Mark?
    package internal(set) var times: DeploymentTimes

    package var isOpen: Bool {
        if case .ended = phase { false } else { true }
    }

    /// Whether only its tasks were seen, never its progress.
    ///
    /// It may have ended long before the ledger received events, and AWS will not report that again: no other
    /// deployment has to wait for it.
    package var isOnlySeen: Bool { kind == .observed && times.led == nil }
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

    /// Whether this deployment would end with `outcome`, or end with it instead of the outcome that it has.
    package func yields(to outcome: Outcome) -> Bool {
        guard case .ended(let known) = phase else { return true }
        return known.yields(to: outcome)
    }
}

extension DeploymentID {
    /// The id of what ran before a stage's first deployment, where the log has no event of it.
    package var ofDeploymentBefore: DeploymentID { UniqueID(high: high, low: low ^ 1) }
}
