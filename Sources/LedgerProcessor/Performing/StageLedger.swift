package import LedgerDomain
package import LedgerLog
package import LedgerValues

/// The stream of one stage, as a runner reads it and appends to it.
package struct StageLedger: Sendable {
    package let id: StageID
    private let log: any EventLog
    private let recorder: Recorder
    private let keys: any SealingSource
    private let actor: String
    /// The time at AWS; nil as long as the local clock agrees with it.
    private let cloudTime: @Sendable () -> Timestamp?

    /// The requested deployments, as far as they were read.
    private var followed: [DeploymentID: Followed] = [:]
    private var known: [DeploymentID: DeploymentOrigins] = [:]
    private var losses = AcceptedLosses()

    /// One deployment's process, folded from its first event on.
    private struct Followed: StreamFold {
        var process: DeploymentProcess
        var version: Int

        mutating func take(_ record: Record, at position: Int) {
            guard case .stage(let event)? = record.event else { return }
            process.evolve(event, at: record.time)
        }
    }

    package init(
        _ id: StageID,
        log: any EventLog,
        recorder: Recorder,
        keys: any SealingSource,
        actor: String,
        cloudTime: @escaping @Sendable () -> Timestamp? = { nil }
    ) {
        (self.id, self.log, self.recorder, self.keys, self.actor) = (id, log, recorder, keys, actor)
        self.cloudTime = cloudTime
    }
}

// MARK: - Questions

extension StageLedger {
    package func current() throws(RunnerError) -> Stage { try fold().stage }

    /// As events are dated.
    var now: Timestamp { cloudTime() ?? recorder.now }

    /// Who requested a deployment, or observed it.
    package func requester(of deployment: DeploymentID) throws(RunnerError) -> String? {
        try fold().beginnings[deployment]?.actor
    }

    /// Who has approved a deployment so far, in order.
    package func approvers(of deployment: DeploymentID) throws(RunnerError) -> [String] {
        try fold().approvers[deployment] ?? []
    }

    /// The deployment that was requested with an idempotency key.
    package mutating func process(askedUnder key: String) throws(RunnerError) -> DeploymentProcess? {
        guard let deployment = try fold().keys[key] else { return nil }
        return try process(deployment)
    }

    /// The newest successful deployment of a revision.
    func version(running revision: String?) throws(RunnerError) -> Int? {
        try current().deployments.last { $0.revision == revision && $0.phase == .ended(.succeeded) }?.version
    }

    /// The body of a revision, its values sealed; nil if it was never recorded.
    package func body(of revision: String, in registry: Registry) throws(RunnerError) -> JSONObject? {
        let stream = StreamName.revision(registry, family: revision.familyName)
        let known: FamilyFold
        do { known = try recorder.memory.family(stream) } catch { throw .log(error) }
        return known.family.definition(of: revision).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether the processor itself has recorded this body of a revision: as it registered it, or as AWS told it.
    package func hasWritten(
        _ definition: JSONObject,
        of revision: String,
        in registry: Registry
    ) throws(RunnerError) -> Bool {
        let ring: SealingKeyRing
        do { ring = try keys.ring() } catch { throw .sealing(error) }
        var origin = RevisionOrigin(revision, definition, ActKeys(ring, ledger: log.ledger))
        do { try origin.read(.revision(registry, family: revision.familyName), in: log) } catch { throw .log(error) }
        return origin.isOwn
    }

    package mutating func process(_ deployment: DeploymentID) throws(RunnerError) -> DeploymentProcess {
        let begun = if let known = followed[deployment] { known } else { try beginning(of: deployment) }
        guard var known = begun else { return DeploymentProcess(deployment) }
        do { try known.read(.stage(id), in: log) } catch { throw .log(error) }
        followed[deployment] = known
        return known.process
    }

    /// Refuses unless all events that calls of a deployment follow from are the processor's own.
    ///
    /// Everything else is inert: what was recorded, fed or replayed, what comes from another ledger, and what lies before
    /// a loss that was accepted; until somebody has adopted it.
    package mutating func requireOwn(_ deployment: DeploymentID) throws(RunnerError) {
        if let foreign = try origins(of: deployment).foreign { throw .foreign(deployment, foreign) }
    }

    /// Whether a deployment's calls may be sent, and whether the processor has seen it succeed.
    package mutating func origins(of deployment: DeploymentID) throws(RunnerError) -> DeploymentOrigins {
        let ring: SealingKeyRing
        do { ring = try keys.ring() } catch { throw .sealing(error) }
        guard let beginning = try fold().beginnings[deployment] else { throw .unknown(deployment) }
        var origins =
            known[deployment]
            ?? DeploymentOrigins(of: deployment, ActKeys(ring, ledger: log.ledger), after: beginning.version)
        do {
            try losses.read(.ledger(log.ledger), in: log)
            origins.take(lossAt: losses.last)
            try origins.read(.stage(id), in: log)
        } catch { throw .log(error) }
        known[deployment] = origins
        return origins
    }

    /// A request with its sealed values opened, which are those of the stage's account and region.
    package func opened(_ request: JSONObject) throws(RunnerError) -> JSONObject {
        let ring: SealingKeyRing
        do { ring = try keys.ring() } catch { throw .sealing(error) }
        let registry = try current().definition?.registry
        do { return try ring.opening(request, in: registry) } catch { throw .unsealing(error) }
    }

    private func fold() throws(RunnerError) -> StageFold {
        do { return try recorder.memory.stage(id) } catch { throw .log(error) }
    }

    private func beginning(of deployment: DeploymentID) throws(RunnerError) -> Followed? {
        try fold().beginnings[deployment].map { beginning in
            let process = DeploymentProcess(deployment, approval: beginning.approval)
            return Followed(process: process, version: beginning.version)
        }
    }
}

// MARK: - Appending

extension StageLedger {
    /// Appends all proposals, or none; as the processor's own, where the sealing key is at hand.
    @discardableResult
    package func append(_ proposals: [Proposal], idempotencyKey: String? = nil) throws(RunnerError) -> [Recorded] {
        let proposals = proposals.map { $0.happening(at: cloudTime()) }
        do {
            return try recorder.record(proposals, by: actor, as: writer, idempotencyKey: idempotencyKey)
        } catch { throw .recording(error) }
    }

    /// What ``append(_:idempotencyKey:)`` would append; throws what that would throw.
    package func preview(_ proposals: [Proposal]) throws(RunnerError) -> [EventDraft] {
        do { return try recorder.preview(proposals, by: actor, as: writer) } catch { throw .recording(error) }
    }

    /// Without the key nothing can be sent, but what is open can be ended.
    private var writer: EventWriter {
        (try? keys.ring()).map { .processor(ActKeys($0, ledger: log.ledger)) } ?? .program
    }

    /// Appends all events of one call, or none.
    func append(_ events: [ActionEvent], of action: ActionID, _ deployment: DeploymentID) throws(RunnerError) {
        try append(events.map { proposal($0, of: action, deployment) })
    }

    /// Appends what became of a deployment, unless it has ended meanwhile by what AWS's events say: then that stands.
    ///
    /// With `time` it happened at this time at AWS, if that can be: after the deployment began, and before now.
    func append(_ event: DeploymentEvent, of deployment: Deployment, at time: Timestamp? = nil) throws(RunnerError) {
        let event = LedgerEvent.stage(.deployment(deployment.id, version: deployment.version, event))
        let began = deployment.times.began
        let first = began.advanced(bySeconds: -Self.tolerance)
        let last = (cloudTime() ?? recorder.now).advanced(bySeconds: Self.tolerance)
        let time = time.flatMap { told -> Timestamp? in
            guard told >= first, told <= last else { return nil }
            // Lambda tells whole seconds, which are too coarse to be earlier than the deployment.
            return told.microseconds.isMultiple(of: 1_000_000) ? max(told, began) : told
        }
        do { try append([Proposal(event, in: .stage(id)).happening(at: time)]) } catch {
            guard case .recording(.rejected(_, .deploymentEnded)) = error else { throw error }
        }
    }

    /// In seconds: two clocks that differ by less agree.
    private static let tolerance: Int64 = 10

    /// Records that a call landed, and the revision that it made or the tag that it moved.
    ///
    /// If the log has the revision with another body, only the landing is recorded. AWS never uses a number twice, but a
    /// service that is only compatible with AWS may.
    func appendLanding(
        _ event: ActionEvent,
        of action: ActionProgress,
        _ deployment: DeploymentID,
        result: JSONObject,
        in stage: StageAdded
    ) throws(RunnerError) {
        let fact = proposal(event, of: action.id, deployment)
        guard let more = Proposal(revisionOf: action, result, in: stage) ?? Proposal(tagOf: action) else {
            return _ = try append([fact])
        }
        do { try append([fact, more]) } catch {
            switch error {
            case .recording(.rejected(index: 1, _)), .recording(.malformed(index: 1, _)): try append([fact])
            default: throw error
            }
        }
    }

    private func proposal(_ event: ActionEvent, of action: ActionID, _ deployment: DeploymentID) -> Proposal {
        Proposal(.stage(.action(action, deployment: deployment, event)), in: .stage(id))
    }
}

extension Proposal {
    /// Happening at a time, unless it says when it happened or there is none.
    fileprivate func happening(at time: Timestamp?) -> Proposal {
        var proposal = self
        proposal.time = proposal.time ?? time
        return proposal
    }
}

extension Proposal {
    /// The revision that an action has made; nil if it made none.
    fileprivate init?(revisionOf action: ActionProgress, _ result: JSONObject, in stage: StageAdded) {
        guard action.operation == .registerTaskDefinition, let revision = result["revision"]?.string,
            let family = action.intent.request["family"]?.string
        else { return nil }
        var data: JSONObject = [
            "family": .string(family), "revision": .string(revision), "definition": .object(action.intent.request),
        ]
        for name in ["arn", "registeredAt", "registeredBy"] { data[name] = result[name] }
        self.init(
            type: EventType.revision(.registered).rawValue,
            // With an ARN, the stream follows from it.
            subject: result["arn"] == nil ? StreamName.revision(stage.registry, family: family).description : nil,
            data: data
        )
    }
}

extension Proposal {
    /// The tag that an action has moved; nil if it moved none.
    fileprivate init?(tagOf action: ActionProgress) {
        let request = action.intent.request
        guard action.operation == .putImage, request["tag"] != nil, request["previous"] != request["digest"],
            let account = request["registry"]?.string, let region = request["region"]?.string,
            let name = request["repository"]?.string
        else { return nil }
        var data: JSONObject = [:]
        for name in ["tag", "digest", "previous"] { data[name] = request[name] }
        let registry = Registry(account: account, region: region)
        self.init(
            type: EventType.image(.tagged).rawValue,
            subject: StreamName.repository(registry, name: name).description,
            data: data
        )
    }
}
