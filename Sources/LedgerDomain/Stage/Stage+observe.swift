package import LedgerValues

/// An event of a stage, and when it happened.
package struct TimedStageEvent: Equatable, Sendable {
    package let event: StageEvent
    package let time: Timestamp
}

extension Stage {
    /// Returns the events that a fact from AWS causes, none if nothing in it is new; nil if it has to wait.
    ///
    /// A fact about a deployment that nobody requested here begins an observed deployment with `id`. A fact about an
    /// unknown deployment waits while a call of our own is unanswered: that call may have started the deployment.
    ///
    /// Facts come late, twice and in any order. In every order, each deployment ends with the same outcome and content.
    /// The outcome is what AWS reports, or `superseded` if AWS has reported none and another deployment was the primary
    /// one after this one had begun.
    package func observe(_ fact: DeploymentFact, as id: DeploymentID) -> [TimedStageEvent]? {
        var sighting = Sighting(of: self)
        if let known = deployment(awsDeployment: fact.awsDeployment) {
            guard sighting.add(fact, to: known) else { return [] }
        } else {
            if hasUnansweredAction { return nil }
            sighting.begin(id, with: fact)
        }
        sighting.supersede()
        return sighting.events
    }
}

/// The events that one fact causes, and the stage after these events.
private struct Sighting {
    private var stage: Stage
    private(set) var events: [TimedStageEvent] = []

    init(of stage: Stage) {
        self.stage = stage
    }

    private mutating func add(_ event: DeploymentEvent, _ id: DeploymentID, version: Int, at time: Timestamp) {
        let event = StageEvent.deployment(id, version: version, event)
        stage.evolve(event, at: time)
        events.append(TimedStageEvent(event: event, time: time))
    }

    mutating func begin(_ id: DeploymentID, with fact: DeploymentFact) {
        var observed = ObservedDeployment(awsDeployment: fact.awsDeployment)
        switch fact.news {
        case .inProgress: observed.startedAt = fact.time
        case .content(let revision, let image): (observed.revision, observed.image) = (revision, image)
        case .completed, .failed: break
        }
        let version = stage.nextVersion
        add(.observed(observed), id, version: version, at: fact.time)
        if let outcome = fact.outcome { add(outcome, id, version: version, at: fact.time) }
    }

    /// Adds the event of a fact about a known deployment; false if nothing in it is new.
    mutating func add(_ fact: DeploymentFact, to known: Deployment) -> Bool {
        guard let event = fact.event(after: known) else { return false }
        add(event, known.id, version: known.version, at: fact.time)
        return true
    }

    /// Supersedes open deployments that began before another one became the primary one.
    ///
    /// Of two deployments that were both requested here, only one can be open.
    mutating func supersede() {
        for open in stage.deployments where open.isOpen {
            let leaders = stage.deployments.compactMap { $0.leadSince(over: open) }
            guard let (time, version) = leaders.min(by: <) else { continue }
            add(.superseded(by: version), open.id, version: open.version, at: time)
        }
    }
}

extension Deployment {
    fileprivate func leadSince(over open: Deployment) -> (Timestamp, Int)? {
        guard id != open.id, kind == .observed || open.kind == .observed && awsDeployment != nil else { return nil }
        guard let led = times.led, led > open.times.began else { return nil }
        return (led, version)
    }
}

extension DeploymentFact {
    fileprivate var outcome: DeploymentEvent? {
        switch news {
        case .completed: .succeeded
        case .failed(let code, let message): .failed(code: code, message: message)
        case .inProgress, .content: nil
        }
    }

    /// The event of a known deployment, nil if nothing is new.
    fileprivate func event(after known: Deployment) -> DeploymentEvent? {
        switch news {
        case .inProgress: isNewStart(of: known) ? start(revision: nil, image: nil) : nil
        case .completed: known.yields(to: .succeeded) ? .succeeded : nil
        case .failed(let code, let message):
            known.yields(to: .failed) ? .failed(code: code, message: message) : nil
        case .content(let revision, let image): content(revision, image, after: known)
        }
    }

    private func start(revision: String?, image: String?) -> DeploymentEvent {
        .started(revision: revision, image: image, awsDeployment: awsDeployment)
    }

    /// The start of a deployment that was requested here is known from the answer to its call.
    private func isNewStart(of known: Deployment) -> Bool {
        guard known.kind == .observed else { return false }
        return time < known.times.began || known.times.led.map { time > $0 } ?? true
    }

    private func content(_ revision: String, _ image: String?, after known: Deployment) -> DeploymentEvent? {
        let newRevision = known.revision.isNews(revision, at: time, since: known.times.revision, of: known)
        let newImage = image.map { known.image.isNews($0, at: time, since: known.times.image, of: known) } ?? false
        guard newRevision || newImage else { return nil }
        let isObserved = known.kind == .observed
        return start(
            revision: newRevision ? revision : isObserved ? known.revision : nil,
            image: newImage ? image : nil
        )
    }
}

extension String? {
    /// Whether `candidate` is a better answer to what a deployment runs.
    ///
    /// With version consistency off, tasks of one deployment may run several digests; the digest of the first task
    /// counts. What is seen does not correct the content of a deployment that was requested here.
    fileprivate func isNews(
        _ candidate: String,
        at time: Timestamp,
        since known: Timestamp?,
        of deployment: Deployment
    ) -> Bool {
        guard let value = self else { return true }
        guard deployment.kind == .observed, let known else { return false }
        return (time, candidate) < (known, value)
    }
}
