package import LedgerValues

/// The times of a deployment, as far as the facts from AWS tell them.
///
/// Facts come in any order. Each of these times only ever moves in one direction, so the conclusions are the same for
/// every order.
package struct DeploymentTimes: Equatable, Sendable {
    /// It had begun at this time; only ever becomes earlier.
    package private(set) var began: Timestamp
    /// It was the service's primary deployment at this time; only ever becomes later.
    ///
    /// AWS reports progress and completion of the primary deployment only; it is replacing all that began before.
    package private(set) var led: Timestamp?
    /// Since when its revision and its image are known; only ever become earlier.
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

    /// Takes in a start.
    ///
    /// Without content it means that AWS reports the deployment as in progress. With content, for an observed deployment,
    /// it means that only one of its tasks was seen.
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

    /// A failed deployment is no longer the primary one: AWS continues with another.
    mutating func noteFailure(at time: Timestamp) {
        began = min(began, time)
    }
}
