package import LedgerValues

/// An event of a stage and when it happened.
package struct TimedStageEvent: Equatable, Sendable {
    package let event: StageEvent
    package let time: Timestamp
}

extension Stage {
    /// Returns the events that a fact from AWS causes, none if it tells nothing new; nil if it has to wait.
    ///
    /// A fact of a deployment that nobody here asked for begins an observed one, with `id`. What is unknown waits while
    /// a call of our own is unanswered: it may be what that call did.
    ///
    /// Facts come late, twice and in any order. Whatever the order, each deployment ends with the same outcome and
    /// content: an outcome is AWS's word, or `superseded` where AWS has said nothing and another deployment led after
    /// this one had begun.
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

/// The events that one fact causes, and the stage after them.
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

    /// Whether it tells anything new.
    mutating func add(_ fact: DeploymentFact, to known: Deployment) -> Bool {
        guard let event = fact.event(after: known) else { return false }
        add(event, known.id, version: known.version, at: fact.time)
        return true
    }

    /// Ends what is open and was not the last to begin.
    ///
    /// Of two deployments that were both asked for here, it has been decided already which one goes.
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

    /// When one that was asked for here began is known from the answer to the call.
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
    /// With version consistency off, AWS lets tasks of one deployment run several digests; the first task's counts.
    /// What was asked for here is not corrected by what is seen.
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
