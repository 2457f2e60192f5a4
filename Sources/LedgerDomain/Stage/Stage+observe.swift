package import LedgerValues

/// An event of a stage, and when it happened.
package struct TimedStageEvent: Equatable, Sendable {
    package let event: StageEvent
    package let time: Timestamp

    package init(event: StageEvent, time: Timestamp) {
        (self.event, self.time) = (event, time)
    }
}

extension Stage {
    /// Returns the events that a fact from AWS causes, none if nothing in it is new; nil if it has to wait.
    ///
    /// A fact about a deployment that nobody requested here begins an observed deployment with `id`, the id of
    /// ``DeploymentFact/subject``. A fact about an unknown deployment waits while a call of our own is unanswered: that
    /// call may have started the deployment.
    ///
    /// Facts come late, twice and in any order. In every order, each deployment ends with the same outcome and content.
    /// The outcome is what AWS reports: the first completion, else the failure, which is a rollback where AWS went back
    /// to an earlier deployment after it. It is `superseded` if AWS has reported none and another deployment began
    /// after this one, or was the primary one after this one had begun.
    package func observe(_ fact: DeploymentFact, as id: DeploymentID) -> [TimedStageEvent]? {
        var sighting = Sighting(of: self)
        let known = deployment(awsDeployment: fact.awsDeployment)
        let subject = deployment(awsDeployment: fact.subject)
        switch (subject, known) {
        case (let subject?, let known?) where subject.id != known.id && known.kind == .observed:
            sighting.merge(known, into: subject, with: fact)
        case (let subject?, _):
            guard sighting.add(fact, to: subject) else { return [] }
        case (nil, let known?): sighting.noteRollback(fact, to: known)
        case (nil, nil):
            if hasUnansweredAction { return nil }
            sighting.begin(id, with: fact)
        }
        sighting.conclude(since: self)
        return sighting.events
    }
}

/// The events that one fact causes, and the stage after these events.
private struct Sighting {
    private var stage: Stage
    private(set) var events: [TimedStageEvent] = []
    /// The deployments that the fact itself is about.
    private var touched: [DeploymentID] = []

    init(of stage: Stage) {
        self.stage = stage
    }

    private mutating func add(_ event: DeploymentEvent, _ id: DeploymentID, version: Int, at time: Timestamp) {
        let event = StageEvent.deployment(id, version: version, event)
        stage.evolve(event, at: time)
        events.append(TimedStageEvent(event: event, time: time))
    }

    private mutating func add(_ event: DeploymentEvent, to known: Deployment, at time: Timestamp) {
        touched.append(known.id)
        add(event, known.id, version: known.version, at: time)
    }

    mutating func begin(_ id: DeploymentID, with fact: DeploymentFact) {
        var observed = ObservedDeployment(awsDeployment: fact.subject)
        switch fact.news {
        case .inProgress: observed.startedAt = fact.time
        case .rollingBack: (observed.startedAt, observed.rollback) = (fact.time, fact.awsDeployment)
        case .content(let revision, let image, let images):
            (observed.revision, observed.image, observed.images) = (revision, image, images)
        case .completed, .failed: break
        }
        let version = stage.nextVersion
        touched.append(id)
        add(.observed(observed), id, version: version, at: fact.time)
        if let outcome = fact.outcome { add(outcome, id, version: version, at: fact.time) }
    }

    /// Adds the event of a fact about a known deployment; false if nothing in it is new.
    mutating func add(_ fact: DeploymentFact, to known: Deployment) -> Bool {
        guard let event = fact.event(after: known) else { return false }
        add(event, to: known, at: fact.time)
        return true
    }

    /// AWS goes back, as a deployment that was seen before, to one that was not.
    mutating func noteRollback(_ fact: DeploymentFact, to known: Deployment) {
        let start = DeploymentEvent.started(
            revision: nil,
            image: nil,
            awsDeployment: fact.subject,
            rollback: fact.awsDeployment
        )
        add(start, to: known, at: fact.time)
    }

    /// What was seen as a deployment of its own turns out to be AWS's way back to an earlier one: all that is known of it
    /// is known of that one.
    mutating func merge(_ duplicate: Deployment, into subject: Deployment, with fact: DeploymentFact) {
        _ = add(fact, to: subject)
        for seen in duplicate.facts {
            guard let subject = stage.deployment(subject.id) else { return }
            _ = add(seen, to: subject)
        }
        add(.corrected(sameAs: subject.version), to: duplicate, at: fact.time)
    }

    mutating func conclude(since before: Stage) {
        joinRollbacks()
        supersede()
        revise(since: before)
    }

    /// A failure after which AWS went back to an earlier deployment is a rollback to that one.
    private mutating func joinRollbacks() {
        let ways = stage.deployments.flatMap { goal in goal.rollbacks.map { (time: $0.time, goal: goal) } }
        guard !ways.isEmpty else { return }
        for failed in stage.deployments where failed.mayBeRolledBack {
            let found = ways.filter { $0.goal.id != failed.id && failed.wasFollowed(by: $0.time) }
            guard let way = found.min(by: { ($0.time, $0.goal.version) < ($1.time, $1.goal.version) }),
                failed.times.rolledBack.map({ way.time < $0 }) ?? true
            else { continue }
            let reason = failed.failure.flatMap { $0.isEmpty ? nil : $0 } ?? "AWS rolled it back"
            add(.rolledBack(to: way.goal.version, reason: reason), failed.id, version: failed.version, at: way.time)
        }
    }

    /// Supersedes open deployments that another one has replaced.
    ///
    /// Of two deployments that were both requested here, only one can be open.
    private mutating func supersede() {
        for open in stage.deployments where open.isOpen {
            guard let (time, version) = stage.leader(over: open) else { continue }
            add(.superseded(by: version), open.id, version: open.version, at: time)
        }
    }

    /// Corrects what is superseded, where more is known now of it or of the one that has replaced it: when, by which one,
    /// or that it was not superseded at all.
    private mutating func revise(since before: Stage) {
        guard let last = events.last else { return }
        let pairs = Set(touched).map { (id: $0, old: before.deployment($0), new: stage.deployment($0)) }
        for ended in stage.deployments where ended.phase == .ended(.superseded) && !ended.isDuplicate {
            let leads = pairs.filter { $0.id != ended.id }
                .map { ($0.old?.leadSince(over: ended), $0.new?.leadSince(over: ended)) }
                .filter { $0 != $1 }
            guard !leads.isEmpty || touched.contains(ended.id), let since = ended.times.superseded else { continue }
            let leader = stage.leader(over: ended)
            let isWrong = leads.contains { $0.0 == since } && leader.map { $0.0 > since } ?? true
            if isWrong { add(.corrected(sameAs: nil), ended.id, version: ended.version, at: last.time) }
            guard let (time, version) = leader, isWrong || time < since else { continue }
            add(.superseded(by: version), ended.id, version: ended.version, at: time)
        }
    }
}

extension Stage {
    /// The first deployment that has replaced another one, and when.
    fileprivate func leader(over open: Deployment) -> (Timestamp, Int)? {
        deployments.compactMap { other in other.leadSince(over: open).map { ($0, other.version) } }.min(by: <)
    }
}

extension Deployment {
    /// Since when this one has replaced `other`; nil if it has not, as far as is known.
    fileprivate func leadSince(over other: Deployment) -> Timestamp? {
        guard id != other.id, !isDuplicate, other.mayBeReplaced else { return nil }
        let began = other.times.began
        guard other.kind == .observed else {
            let ways = other.awsDeployment == nil ? [] : rollbacks.map(\.time)
            return (ways + (kind == .observed && times.began > began ? [times.seen] : []).compactMap(\.self))
                .filter { $0 > began }.min()
        }
        guard kind == .observed else {
            return other.awsDeployment == nil ? nil : times.leads.filter { $0 > began }.min()
        }
        let isTied = times.seen == began && times.began == began && (awsDeployment ?? "") > (other.awsDeployment ?? "")
        return isTied ? began : (times.leads + [times.seen].compactMap(\.self)).filter { $0 > began }.min()
    }

    /// Whether it failed at AWS, as far as is known.
    fileprivate var mayBeRolledBack: Bool {
        guard awsDeployment != nil, times.failed != nil else { return false }
        return phase == .ended(.failed) || phase == .ended(.rolledBack)
    }

    /// Whether AWS's way back follows its failure: that begins at once, but the failure of what was requested here may
    /// have been noticed late.
    fileprivate func wasFollowed(by rollback: Timestamp) -> Bool {
        guard let failed = times.failed, times.began <= rollback else { return false }
        let isInTime = kind != .observed || rollback >= failed.advanced(bySeconds: -60)
        return isInTime && rollback <= failed.advanced(bySeconds: 3_600)
    }

    /// What is known of an observed deployment, as the facts that told it.
    fileprivate var facts: [DeploymentFact] {
        var facts: [DeploymentFact] = []
        func add(_ news: DeploymentFact.News, at time: Timestamp?) {
            guard let awsDeployment, let time else { return }
            facts.append(DeploymentFact(awsDeployment: awsDeployment, time: time, news: news))
        }
        for lead in times.leads { add(.inProgress, at: lead) }
        if let revision {
            add(.content(revision: revision, image: nil), at: times.revision)
            if let image { add(.content(revision: revision, image: image), at: times.image) }
            for (name, image) in images {
                add(.content(revision: revision, image: nil, images: [name: image]), at: times.images[name])
            }
        }
        add(.completed, at: times.succeeded)
        return facts
    }
}

extension DeploymentFact {
    fileprivate var outcome: DeploymentEvent? {
        switch news {
        case .completed: .succeeded()
        case .failed(let code, let message): .failed(code: code, message: message)
        case .inProgress, .rollingBack, .content: nil
        }
    }

    /// The event of a known deployment, nil if nothing is new.
    fileprivate func event(after known: Deployment) -> DeploymentEvent? {
        switch news {
        case .inProgress: isNewStart(of: known) ? start(of: known) : nil
        case .rollingBack:
            known.rollbacks.contains(Deployment.AWSRollback(awsDeployment: awsDeployment, time: time))
                ? nil : start(of: known, rollback: awsDeployment)
        case .completed: completion(of: known)
        case .failed(let code, let message):
            known.yields(to: .failed) ? .failed(code: code, message: message) : nil
        case .content(let revision, let image, let images): content(revision, image, images, after: known)
        }
    }

    private func start(
        of known: Deployment,
        revision: String? = nil,
        image: String? = nil,
        images: [String: String] = [:],
        rollback: String? = nil
    ) -> DeploymentEvent {
        .started(
            revision: revision,
            image: image,
            awsDeployment: known.awsDeployment ?? awsDeployment,
            rollback: rollback,
            images: images
        )
    }

    /// The start of a deployment that was requested here is known from the answer to its call.
    private func isNewStart(of known: Deployment) -> Bool {
        known.kind == .observed && !known.times.leads.contains(time)
    }

    /// The first completion ends it; a later one shows that AWS has gone back to it meanwhile.
    private func completion(of known: Deployment) -> DeploymentEvent? {
        if known.yields(to: .succeeded) || known.isEarlierSuccess(at: time) { return .succeeded() }
        guard let led = known.times.leads.max(), !known.times.leads.contains(time) else { return nil }
        return known.kind == .observed || time > led.advanced(bySeconds: Self.tolerance) ? start(of: known) : nil
    }

    /// In seconds: the end of what was requested here is noticed a little later than it happened.
    private static let tolerance: Int64 = 60

    private func content(
        _ revision: String,
        _ image: String?,
        _ images: [String: String],
        after known: Deployment
    ) -> DeploymentEvent? {
        let newRevision = known.revision.isNews(revision, at: time, since: known.times.revision, of: known)
        let newImage = image.map { known.image.isNews($0, at: time, since: known.times.image, of: known) } ?? false
        let newImages = images.filter { name, image in
            known.images[name].isNews(image, at: time, since: known.times.images[name], of: known)
        }
        guard newRevision || newImage || !newImages.isEmpty else { return nil }
        let isObserved = known.kind == .observed
        return start(
            of: known,
            revision: newRevision ? revision : isObserved ? known.revision : nil,
            image: newImage ? image : nil,
            images: newImages
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
