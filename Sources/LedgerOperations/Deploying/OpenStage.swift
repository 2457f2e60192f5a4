package import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerSystem
import LedgerValues

/// A stage opened without its lease: to read it, or to append a request.
struct OpenStage: Sendable {
    let id: StageID
    let stage: StageAdded
    let cloud: any StageCloud
    let ledger: Ledger
    let caller: Caller
    /// The principal at AWS, and the CI's or system's user who uses it.
    let actor: String
    /// The principal at AWS, and the process that uses it.
    let holder: String

    init(_ id: StageID, _ ledger: Ledger, _ caller: Caller) async throws(OperationError) {
        let stage = try ledger.definition(of: id)
        let cloud = try caller.cloud(of: stage)
        let arn: String
        do { arn = try await cloud.caller() } catch { throw .cloud(error) }
        (self.id, self.stage, self.cloud, self.ledger, self.caller) = (id, stage, cloud, ledger, caller)
        actor = "\(arn) (\(caller.name))"
        holder = "\(arn), \(caller.worker)"
    }

    /// The stage's stream; each copy has its own idea of what was read.
    func stream() throws(OperationError) -> StageLedger {
        try ledger.stage(id, by: actor, cloudTime: { [cloud] in cloud.serverTime })
    }
}

// MARK: - What the ledger says

extension OpenStage {
    func current() throws(OperationError) -> Stage { try ledger.folded(id) }

    /// The deployment that this program carries out and that has not ended.
    func openDeployment() throws(OperationError) -> DeploymentID? {
        guard let found = try ledger.openDeployment(of: id), !found.isElsewhere else { return nil }
        return found.deployment.id
    }

    /// Refuses where the open deployment is carried out elsewhere.
    func requireOwnDeployment() throws(OperationError) {
        guard let found = try ledger.openDeployment(of: id), found.isElsewhere else { return }
        throw .refused(.carriedOutElsewhere(id, version: found.deployment.version))
    }

    /// Whether calls of a deployment would follow from what this ledger's processor has not written: it is inert.
    func isForeign(_ deployment: DeploymentID) throws(OperationError) -> Bool { try !ledger.isOwn(deployment, of: id) }

    /// Refuses a deployment that is inert.
    func requireOwn(_ deployment: DeploymentID) throws(OperationError) {
        var stream = try stream()
        do { try stream.requireOwn(deployment) } catch { throw OperationError(error, on: id) }
    }

    func process(_ deployment: DeploymentID) throws(OperationError) -> DeploymentProcess {
        try ledger.process(deployment, of: id)
    }

    func version(of deployment: DeploymentID) throws(OperationError) -> Int {
        try process(deployment).deployment?.version ?? 0
    }

    func result(of deployment: DeploymentID, _ end: RunnerEnd) throws(OperationError) -> DeploymentResult {
        DeploymentResult(stage: id, process: try process(deployment), end: end)
    }

    /// Refuses unless the stage's newest deployment is the expected one.
    func require(newest expected: Int?) throws(OperationError) {
        try ledger.require(newest: expected, of: id)
    }
}

extension Ledger {
    /// Refuses unless the stage's newest deployment is the expected one.
    package func require(newest expected: Int?, of id: StageID) throws(OperationError) {
        guard let expected else { return }
        let newest = try folded(id).nextVersion - 1
        guard newest == expected else { throw .unexpectedVersion(id, expected: expected, newest: newest) }
    }
}

// MARK: - What AWS runs

extension OpenStage {
    /// What the service runs, where no other deployment of it is under way, or where that is to be `replaced`.
    ///
    /// `left` is the stage's own deployment that gives way.
    func service(replaces: Bool, _ left: DeploymentProcess? = nil) async throws(OperationError) -> RunningService {
        let service: RunningService
        do { service = try await cloud.service() } catch { throw .cloud(error) }
        guard service.isDeploying, left?.canBeAbandoned ?? true else { return service }
        if let open = try openDeployment() {
            // It is ended first, and then this is asked again.
            if replaces { return service }
            let process = try process(open)
            if process.deployment?.awsDeployment == service.awsDeployment { throw try ledger.obstacle(process, of: id) }
        }
        guard replaces else { throw .otherRollout(id, revision: service.revision) }
        caller.note(.replacing(id, revision: service.revision))
        return service
    }
}

// MARK: - What would be done

extension OpenStage {
    /// Refuses where the sealing key is missing, or does not open what the calls have: without it nothing can be sent.
    func requireKeys(for calls: Rehearsal = Rehearsal()) throws(OperationError) {
        do { _ = try ledger.keys.ring() } catch { throw .sealing(error) }
        let stream = try stream()
        for call in calls.calls {
            do { _ = try stream.opened(call.request) } catch { throw OperationError(error, on: id) }
        }
    }

    /// The calls that a request comes to; what stands in their way is thrown.
    func rehearsal(of request: DeploymentRequest) async throws(OperationError) -> Rehearsal {
        do throws(CloudError) { return try await Rehearsal(of: request, on: stage, in: cloud) } catch {
            throw .cloud(error)
        }
    }

    /// The calls that are left of an open deployment.
    func rehearsal(resuming deployment: DeploymentID) async throws(OperationError) -> Rehearsal {
        let process = try process(deployment)
        do throws(CloudError) { return try await Rehearsal(resuming: process, on: stage, in: cloud) } catch {
            throw .cloud(error)
        }
    }

    /// The call that would end an open deployment, if it takes one.
    func rehearsal(unwanted deployment: DeploymentID) async throws(OperationError) -> Rehearsal {
        let process = try process(deployment)
        do throws(CloudError) { return try await Rehearsal(cancelling: process, on: stage, in: cloud) } catch {
            throw .cloud(error)
        }
    }

    /// What would be appended, with its secret values sealed.
    func preview(_ proposals: [Proposal]) throws(OperationError) -> [EventDraft] {
        let stream = try stream()
        do { return try stream.preview(proposals) } catch { throw OperationError(error, on: id) }
    }
}

// MARK: - What is appended

extension OpenStage {
    func append(_ proposal: Proposal) throws(OperationError) { try append([proposal]) }

    /// Appends all of them, or none.
    func append(_ proposals: [Proposal]) throws(OperationError) {
        guard !proposals.isEmpty else { return }
        let stream = try stream()
        do { try stream.append(proposals) } catch { throw OperationError(error, on: id) }
    }

    /// Writes down that a deployment is wanted, and what was learned on the way.
    func append(_ wish: DeploymentWish) throws(OperationError) -> DeploymentID {
        let deployment = UniqueID.make()
        let request = proposal(wish.request, as: deployment)
        do throws(OperationError) { try append(wish.facts + [request]) } catch {
            // What only tells more does not stop what is wanted.
            guard let index = error.index, index < wish.facts.count else { throw error }
            caller.note(.unread(id, what: "what runs", "\(wish.facts[index].type) was not recorded"))
            try append(request)
        }
        return deployment
    }

    /// Appends an event of the open deployment, once under a key; returns which deployment it is, or was the first time.
    func append(
        _ type: EventType,
        reason: String?,
        _ more: JSONObject = [:],
        idempotencyKey: String?
    ) throws(OperationError) -> DeploymentID {
        let stream = try stream()
        var proposal = proposal(type, reason: reason)
        for member in more.members { proposal.data[member.key] = member.value }
        let recorded: [Recorded]
        do {
            recorded = try stream.append([proposal], idempotencyKey: idempotencyKey)
        } catch { throw OperationError(error, on: id) }
        guard let deployment = recorded.last?.data["deployment"]?.string.flatMap(UniqueID.init) else {
            throw .rejected(.noOpenDeployment(id))
        }
        return deployment
    }

    func proposal(_ request: DeploymentRequest, as deployment: DeploymentID) -> Proposal {
        let event = LedgerEvent.stage(.deployment(deployment, version: 1, .requested(request)))
        var data = event.data
        // The stage's next version is given when it is decided.
        data["version"] = nil
        return proposal(event.type, data)
    }

    /// An event of a deployment, the open one unless it is named.
    func proposal(_ type: EventType, of deployment: DeploymentID? = nil, reason: String?) -> Proposal {
        var data: JSONObject = [:]
        data["deployment"] = deployment.map { .string($0.description) }
        data["reason"] = reason.map { .string($0) }
        return proposal(type, data)
    }

    private func proposal(_ type: EventType, _ data: JSONObject) -> Proposal {
        Proposal(type: type.rawValue, subject: StreamName.stage(id).description, data: data)
    }
}
