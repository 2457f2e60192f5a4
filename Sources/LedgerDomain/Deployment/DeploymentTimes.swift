package import LedgerValues

/// The times of a deployment, as far as the facts from AWS tell them.
///
/// Facts come in any order. Each of these times only ever moves in one direction, so the conclusions are the same for
/// every order.
package struct DeploymentTimes: Equatable, Sendable {
    /// It had begun at this time; only ever becomes earlier.
    package private(set) var began: Timestamp
    /// It was the service's primary deployment at these times, in the order in which they became known.
    ///
    /// AWS reports progress and completion of the primary deployment only; it is replacing all that began before.
    package private(set) var leads: [Timestamp] = []
    /// The last of ``leads``.
    package var led: Timestamp? { leads.max() }
    /// It was at work at this time, by its progress, its completion or one of its tasks; only ever becomes earlier.
    ///
    /// A failure does not tell this: it may have begun and failed before AWS went on with another one.
    package private(set) var seen: Timestamp?
    /// Since when its revision and its image are known; only ever become earlier.
    package private(set) var revision, image: Timestamp?
    /// Since when the images of other containers are known, by their names; only ever become earlier.
    package private(set) var images: [String: Timestamp] = [:]
    /// It had succeeded, failed or been rolled back at this time; only ever becomes earlier.
    package private(set) var succeeded, failed, rolledBack: Timestamp?
    /// Another one had taken its place at this time; nil again if that was wrong.
    package private(set) var superseded: Timestamp?

    init(began: Timestamp) {
        self.began = began
    }

    init(of observed: ObservedDeployment, at time: Timestamp) {
        began = observed.startedAt ?? time
        leads = [observed.startedAt].compactMap(\.self)
        seen = observed.startedAt ?? (observed.revision ?? observed.image).map { _ in time }
        revision = observed.revision.map { _ in time }
        image = observed.image.map { _ in time }
        note(observed.images, at: time)
    }

    mutating func note(_ images: [String: String], at time: Timestamp) {
        for name in images.keys { self.images[name] = min(self.images[name] ?? time, time) }
    }

    /// Takes in a start.
    ///
    /// Without content it means that AWS reports the deployment as in progress. With content, for an observed deployment,
    /// it means that only one of its tasks was seen.
    mutating func noteStart(of deployment: Deployment, revision: String?, image: String?, at time: Timestamp) {
        let isProgress = revision == nil && image == nil
        switch (deployment.kind, deployment.phase) {
        case (.observed, _):
            began = min(began, time)
            if isProgress { noteLead(at: time) }
        case (_, .awaitingApproval), (_, .requested):
            began = time
            noteLead(at: time)
        case (_, .started):
            began = min(began, time)
            noteLead(at: time)
        case (_, .ended):
            if isProgress { noteLead(at: time) }
        }
        seen = min(seen ?? time, time)
        if revision != nil { self.revision = min(self.revision ?? time, time) }
        if image != nil { self.image = min(self.image ?? time, time) }
    }

    private mutating func noteLead(at time: Timestamp) {
        if !leads.contains(time) { leads.append(time) }
    }

    mutating func noteSuccess(at time: Timestamp) {
        began = min(began, time)
        noteLead(at: time)
        seen = min(seen ?? time, time)
        succeeded = min(succeeded ?? time, time)
    }

    /// A failed deployment is no longer the primary one: AWS continues with another.
    mutating func noteFailure(at time: Timestamp) {
        began = min(began, time)
        failed = min(failed ?? time, time)
    }

    mutating func noteRollback(at time: Timestamp) {
        rolledBack = min(rolledBack ?? time, time)
    }

    mutating func noteSuperseded(at time: Timestamp) {
        superseded = min(superseded ?? time, time)
    }

    mutating func forgetSuperseded() {
        superseded = nil
    }
}
