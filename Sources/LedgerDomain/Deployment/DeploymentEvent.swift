package import LedgerValues

package typealias DeploymentID = UniqueID
package typealias ActionID = UniqueID

/// What has happened to one deployment of a stage.
package enum DeploymentEvent: Equatable, Sendable {
    case requested(DeploymentRequest)
    /// Seen in AWS, not requested here.
    case observed(ObservedDeployment)
    /// It still waits while other approvals are `remaining`.
    case approved(reason: String?, remaining: Int = 0)
    case rejected(reason: String)
    /// With `rollback`, AWS itself went back to it: that is the id at AWS under which it did so. With the images by digest
    /// that containers run, where AWS told them.
    case started(
        revision: String?,
        image: String?,
        awsDeployment: String?,
        rollback: String? = nil,
        images: [String: String] = [:]
    )
    /// With the images by digest that its containers run, by their names, where a definition names them by tags.
    case succeeded(images: [String: String] = [:])
    /// With the newest tasks that stopped, where AWS tells them.
    case failed(code: String, message: String, stops: [TaskStop] = [])
    /// AWS rolled it back by itself.
    case rolledBack(to: Int?, reason: String, stops: [TaskStop] = [])
    /// Somebody wants it cancelled: the process that runs it stops it, if it still can.
    ///
    /// With the kind of the act that takes its place, if one does.
    case cancelRequested(reason: String?, for: DeploymentKind? = nil)
    case cancelled(reason: String?)
    case superseded(by: Int)
    /// A fact that came late shows that what was concluded about it was wrong.
    ///
    /// It is open again; or it is the same as another version, to which AWS itself went back.
    case corrected(sameAs: Int?)
    /// Somebody has looked at the calls of a deployment that this ledger's processor did not write, and wants them made.
    case adopted(reason: String)
    case marked(Mark, reason: String)
}

package struct DeploymentRequest: Equatable, Sendable {
    package var kind: DeploymentKind
    /// `registry/repository@sha256:…`.
    package var image: String?
    package var commit: String?
    /// `family:N`, or a Lambda function version.
    package var revision: String?
    package var origin: DeploymentOrigin?
    package var reason: String?
    package var changes: DeploymentChanges
    package var idempotencyKey: String?

    package init(
        kind: DeploymentKind,
        image: String? = nil,
        commit: String? = nil,
        revision: String? = nil,
        origin: DeploymentOrigin? = nil,
        reason: String? = nil,
        changes: DeploymentChanges = DeploymentChanges(),
        idempotencyKey: String? = nil
    ) {
        self.kind = kind
        self.image = image
        self.commit = commit
        self.revision = revision
        self.origin = origin
        self.reason = reason
        self.changes = changes
        self.idempotencyKey = idempotencyKey
    }
}

package struct ObservedDeployment: Equatable, Sendable {
    package var awsDeployment: String?
    package var revision: String?
    package var image: String?
    package var startedAt: Timestamp?
    /// The image of each container, by digest, where AWS tells them.
    package var images: [String: String] = [:]
    /// AWS itself went back to it: the id at AWS under which it did so.
    package var rollback: String?

    package init(
        awsDeployment: String? = nil,
        revision: String? = nil,
        image: String? = nil,
        startedAt: Timestamp? = nil,
        rollback: String? = nil
    ) {
        (self.awsDeployment, self.revision, self.image, self.startedAt) = (awsDeployment, revision, image, startedAt)
        self.rollback = rollback
    }
}

/// Where the content of a deployment comes from: `from` on the wire.
package enum DeploymentOrigin: Hashable, Sendable {
    /// A promotion: from a version of another stage of the stack.
    case stage(StageName, version: Int)
    /// A rollback: from an earlier version of this stage.
    case version(Int)
}

package enum DeploymentKind: String, CaseIterable, Sendable {
    case deploy, promote, rollback, scale, configure, restart, observed

    /// Whether the stage may run other content afterwards: another definition or image.
    package var changesContent: Bool {
        switch self {
        case .scale, .restart: false
        case .deploy, .promote, .rollback, .configure, .observed: true
        }
    }

    /// Whether it makes a deployment of the service at AWS, which replaces one that is under way.
    var deploysService: Bool {
        switch self {
        case .scale, .configure, .observed: false
        case .deploy, .promote, .rollback, .restart: true
        }
    }

    /// Why an open deployment is ended for one of this kind.
    package var reasonToEnd: String { "a \(rawValue) takes its place" }

    /// Earlier versions recorded only the reason.
    init?(reasonToEnd: String) {
        guard let kind = Self.allCases.first(where: { $0.reasonToEnd == reasonToEnd }) else { return nil }
        self = kind
    }
}

/// A person's judgement of a deployment.
package enum Mark: String, CaseIterable, Sendable {
    case good, bad
}
