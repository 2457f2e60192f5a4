package import LedgerValues

/// When a deployment is known to have been where, by what AWS has told of it.
///
/// Facts come in any order, so each of these moves one way only, however they come: that makes what is concluded from
/// them the same for every order.
package struct DeploymentTimes: Equatable, Sendable {
    /// It had begun by then; only ever becomes earlier.
    package private(set) var began: Timestamp
    /// It was the one that AWS was bringing to the service; only ever becomes later.
    ///
    /// AWS tells of progress and completion of this one alone: all others that began before are on their way out.
    package private(set) var led: Timestamp?
    /// Since when the revision and the image are known to be its own; only ever become earlier.
    package private(set) var revision, image: Timestamp?

    init(began: Timestamp) {
        self.began = began
    }

    init(of observed: ObservedDeployment, at time: Timestamp) {
        began = observed.startedAt ?? time
        led = observed.startedAt
        revision = observed.revision.map { _ in time }
        image = observed.image.map { _ in time }
    }

    /// A start that names no content is AWS's word that the deployment is in progress; of an observed one that names
    /// some only its content was seen.
    mutating func noteStart(of deployment: Deployment, revision: String?, image: String?, at time: Timestamp) {
        let isObserved = deployment.kind == .observed
        if isObserved || deployment.phase == .started { began = min(began, time) } else { began = time }
        if !isObserved || revision == nil && image == nil { led = max(led ?? time, time) }
        if revision != nil { self.revision = min(self.revision ?? time, time) }
        if image != nil { self.image = min(self.image ?? time, time) }
    }

    mutating func noteSuccess(at time: Timestamp) {
        began = min(began, time)
        led = max(led ?? time, time)
    }

    /// What failed leads no longer: AWS goes on with another.
    mutating func noteFailure(at time: Timestamp) {
        began = min(began, time)
    }
}
