import LedgerAWS
package import LedgerValues

/// What a stage's service should run, as one description of it says.
package struct RunningService: Equatable, Sendable {
    package enum State: Equatable, Sendable {
        case settled
        case underWay
        case failed(String)
    }

    /// `family:N`.
    package var revision: String
    /// The id of its PRIMARY deployment.
    package var awsDeployment: String?
    /// When that deployment began, and when it changed last.
    package var startedAt, updatedAt: Timestamp?
    package var state = State.settled
    /// The ARNs of the service revisions whose tasks run.
    package var serviceRevisions: [String] = []
    /// The revision of the newest deployment that is complete; nil if the service shows none.
    package var settled: String?

    package init(revision: String) {
        self.revision = revision
    }
}

extension RunningService {
    /// Whether a deployment is under way.
    package var isDeploying: Bool { state == .underWay }

    /// The revision to make a copy of: nobody knows yet whether one that is being deployed works.
    package var base: String { isDeploying ? settled ?? revision : revision }

    /// Nil for a service that no task definition was given.
    init?(_ service: ECSService) {
        guard let revision = service.taskDefinition?.revisionName else { return nil }
        self.init(revision: revision)
        serviceRevisions = service.serviceRevisions
        settled = service.deployments.first { $0.rolloutState == "COMPLETED" }?.taskDefinition?.revisionName
        guard let primary = service.primary else { return }
        awsDeployment = primary.id.isEmpty ? nil : primary.id
        (startedAt, updatedAt) = (primary.createdAt, primary.updatedAt)
        switch primary.rolloutState {
        case "IN_PROGRESS": state = .underWay
        case "FAILED": state = .failed(primary.rolloutStateReason ?? "the deployment failed")
        default: state = .settled
        }
    }
}
