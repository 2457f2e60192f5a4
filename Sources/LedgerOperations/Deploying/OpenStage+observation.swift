import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerSystem
import LedgerValues

/// What AWS runs and the ledger does not know.
struct Observation: Sendable {
    /// The events that record it.
    var facts: [Proposal] = []
    /// The revision that runs, where it was read.
    var revision: SeenRevision?
    /// Whether the log says otherwise: the deployment that brought it is unknown to the ledger, or its end is.
    var isNews = false
}

extension OpenStage {
    /// What AWS runs, and what of it the log lacks: the deployment that brought it, and the body of its revision.
    ///
    /// While a deployment is open, that one decides what runs, unless nothing of it was sent and it gives way: `left` is
    /// its version. Of one that was only seen, AWS tells how it stands. A read that only tells more and fails is a note.
    func observation(of running: RunningContents, except left: Int? = nil) async throws(OperationError) -> Observation {
        let stage = try current()
        let open = stage.blockingDeployment
        guard open.map({ $0.version == left || $0.kind == .observed }) ?? true else { return Observation() }
        switch running {
        case .service(let service): return try await observation(of: service, stage)
        case .function(let function): return observation(of: function, stage)
        }
    }

    private func observation(of service: RunningService, _ stage: Stage) async throws(OperationError) -> Observation {
        let isKnown = stage.knows(revision: service.revision, awsDeployment: service.awsDeployment)
        let isRecorded = try ledger.body(of: service.revision, in: self.stage) != nil
        let open = stage.seenDeployment
        guard !isKnown || !isRecorded || open != nil else { return Observation() }
        var seen: SeenRevision?
        do throws(CloudError) { seen = try await cloud.revision(service.revision, of: service) } catch {
            caller.note(.unread(id, what: "what runs", "\(error)"))
        }
        for error in seen?.unanswered ?? [] { caller.note(.unread(id, what: "the images that run", "\(error)")) }
        var observation = Observation(revision: seen, isNews: !isKnown || open != nil)
        if let seen, !isRecorded { observation.facts.append(Proposal(registered: seen, in: self.stage)) }
        if !isKnown {
            var observed = ObservedDeployment(awsDeployment: service.awsDeployment, revision: service.revision)
            observed.images = seen?.images ?? [:]
            observed.image = seen?.definition.ownContainer(of: self.stage).flatMap { seen?.images[$0] }
            observation.facts += facts(of: observed, service, service.updatedAt, stage)
        } else if let open {
            observation.facts += end(of: open, service, seen, stage)
        }
        return observation
    }

    /// The time at AWS, which tells when the rest took effect.
    private var now: Timestamp { cloud.serverTime ?? ledger.clock() }

    /// What a deployment that was seen runs, and how it has ended by now; nothing while it is under way.
    private func end(
        of open: Deployment,
        _ service: RunningService,
        _ seen: SeenRevision?,
        _ stage: Stage
    ) -> [Proposal] {
        func proposal(_ event: DeploymentEvent, at time: Timestamp) -> Proposal {
            var proposal = Proposal(.stage(.deployment(open.id, version: open.version, event)), in: .stage(id))
            (proposal.time, proposal.actor) = (time, "aws.ecs")
            return proposal
        }
        let time = stage.takesEffect(at: service.updatedAt, notAfter: now)
        guard open.awsDeployment == service.awsDeployment else {
            let known = service.awsDeployment.flatMap { stage.deployment(awsDeployment: $0) } ?? stage.running
            return known.map { [proposal(.superseded(by: $0.version), at: time)] } ?? []
        }
        let start = DeploymentEvent.started(
            revision: service.revision,
            image: seen?.definition.ownContainer(of: self.stage).flatMap { seen?.images[$0] },
            awsDeployment: service.awsDeployment
        )
        let content = open.revision == nil ? [proposal(start, at: open.times.began)] : []
        return switch service.state {
        case .settled: content + [proposal(.succeeded(images: seen?.images ?? [:]), at: time)]
        case .underWay: []
        case .failed(let why): content + [proposal(.failed(code: "DeploymentFailed", message: why), at: time)]
        }
    }

    private func observation(of function: RunningFunction, _ stage: Stage) -> Observation {
        guard let image = function.image, !stage.knows(image: image) else { return Observation() }
        let observed = ObservedDeployment(revision: function.version, image: image)
        return Observation(facts: facts(of: observed, nil, function.updatedAt, stage), isNews: true)
    }

    /// The deployment that was seen, and how it ended; version 0 on a stage without any deployment.
    private func facts(
        of seen: ObservedDeployment,
        _ service: RunningService?,
        _ updatedAt: Timestamp?,
        _ stage: Stage
    ) -> [Proposal] {
        let deployment = UniqueID.make()
        let time = stage.takesEffect(at: updatedAt, notAfter: now)
        let state = service?.state ?? .settled
        var observed = seen
        // An end of a rollout under way is still to come: nobody has to wait for it.
        if state != .underWay { observed.startedAt = service?.startedAt.map { min($0, time) } }
        let actor = service == nil ? "aws.lambda" : "aws.ecs"
        func proposal(_ event: DeploymentEvent, at time: Timestamp) -> Proposal {
            let event = LedgerEvent.stage(.deployment(deployment, version: 0, event))
            var proposal = Proposal(event, in: .stage(id))
            // The ledger gives all other versions.
            if !stage.deployments.isEmpty { proposal.data["version"] = nil }
            (proposal.time, proposal.actor) = (time, actor)
            return proposal
        }
        let first = proposal(.observed(observed), at: observed.startedAt ?? time)
        return switch state {
        case .settled: [first, proposal(.succeeded(), at: time)]
        case .underWay: [first]
        case .failed(let why): [first, proposal(.failed(code: "DeploymentFailed", message: why), at: time)]
        }
    }
}

extension Proposal {
    /// A revision as AWS described it.
    init(registered seen: SeenRevision, in stage: StageAdded) {
        var data: JSONObject = [
            "family": .string(seen.family), "revision": .string(seen.name), "definition": .object(seen.definition),
        ]
        data["arn"] = seen.arn.map { .string($0) }
        data["registeredAt"] = seen.registeredAt.map { .string($0.description) }
        data["registeredBy"] = seen.registeredBy.map { .string($0) }
        self.init(
            type: EventType.revision(.registered).rawValue,
            // With an ARN, the stream follows from it.
            subject: seen.arn == nil ? StreamName.revision(stage.registry, family: seen.family).description : nil,
            data: data
        )
    }
}

// MARK: - What an act does with it

extension OpenStage {
    /// Adds what the log lacks of what runs, and whether a rollback could bring it back.
    func complete(_ wish: inout DeploymentWish) async throws(OperationError) {
        // What an act has not read is read for the first one, and where an open deployment was only seen.
        let stands = try current()
        let isNeeded = stands.deployments.isEmpty || stands.seenDeployment != nil
        guard wish.running != nil || isNeeded else { return }
        let running: RunningContents
        do throws(CloudError) {
            if let known = wish.running { running = known } else { running = try await cloud.running(in: stage) }
        } catch {
            caller.note(.unread(id, what: "what runs", "\(error)"))
            return
        }
        let observation: Observation
        if let known = wish.observation {
            observation = known
        } else {
            observation = try await self.observation(of: running, except: wish.request.changes.replaces)
        }
        wish.facts = observation.facts + wish.facts
        if case .service(let service) = running, wish.request.changes.running != nil {
            wish.request.changes.cannotBeUndone = try !isKnown(service.revision, observation)
        }
    }

    /// Whether it is known which images all containers of a revision ran.
    private func isKnown(_ revision: String, _ observation: Observation) throws(OperationError) -> Bool {
        let recorded = try ledger.body(of: revision, in: stage)
        guard let definition = recorded ?? observation.revision?.definition else { return false }
        let ran = try current().deployments.last { $0.revision == revision }
        let images = observation.isNews ? observation.revision?.images : ran?.images
        return PinnedImages(definition, images ?? [:], own: ran?.image, stage).unknown.isEmpty
    }
}

extension Ledger {
    /// The body of a stage's revision as the log has it; nil where it was never recorded.
    func body(of revision: String, in stage: StageAdded) throws(OperationError) -> JSONObject? {
        let stream = try self.stage(stage.id, by: "")
        do { return try stream.body(of: revision, in: stage.registry) } catch {
            throw OperationError(error, on: stage.id)
        }
    }

    /// Whether the processor itself has recorded this body of a stage's revision.
    func hasWritten(
        _ definition: JSONObject,
        of revision: String,
        in stage: StageAdded
    ) throws(OperationError) -> Bool {
        let stream = try self.stage(stage.id, by: "")
        do { return try stream.hasWritten(definition, of: revision, in: stage.registry) } catch {
            throw OperationError(error, on: stage.id)
        }
    }
}
