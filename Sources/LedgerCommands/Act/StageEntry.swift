import Glibc
import LedgerAWS
import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerValues
import LedgerSystem

/// A stage with its ledger and its cloud, as somebody has them who only asks, or says what is wanted.
struct StageEntry: Sendable {
    let id: StageID
    let stage: StageAdded
    let client: AWSClient
    /// The principal at AWS and whoever of the CI or the system uses it.
    let actor: String
    private let open: OpenLedger

    init(_ id: StageID, _ ledger: LedgerOptions, _ actor: ActorOptions) async throws(Failure) {
        try await self.init(id, in: try OpenLedger.forWriting(ledger), actor)
    }

    init(_ id: StageID, in open: OpenLedger, _ actor: ActorOptions) async throws(Failure) {
        self.open = open
        let stage = try open.definition(of: id)
        client = try Self.client(of: stage)
        let arn: String
        do { arn = try await StageReader(client, stage).caller() } catch { throw Failure(error) }
        (self.id, self.stage, self.actor) = (id, stage, "\(arn) (\(try actor.name()))")
    }

    /// With the surroundings' settings, in the stage's region.
    static func client(of stage: StageAdded) throws(Failure) -> AWSClient {
        do {
            let settings = try AWSSettings(of: Environment.all)
            return try AWSSession(settings, now: { .now() }).client(region: stage.region)
        } catch { throw Failure(error) }
    }

    /// This process, for others who wait for it.
    static var worker: String { "\(Actor.current) (process \(getpid()))" }

    var worker: String { Self.worker }
    var directory: String { open.directory }

    var reader: StageReader { StageReader(client, stage) }

    /// The stage's stream; each has its own idea of what was read.
    func ledger() -> StageLedger { open.stage(id, by: actor) }
}

extension OpenLedger {
    func stage(_ id: StageID, by actor: String) -> StageLedger {
        StageLedger(id, log: log, recorder: recorder(), keys: keys, actor: actor)
    }

    /// A stage as its stream tells it.
    func folded(_ id: StageID) throws(Failure) -> Stage {
        do { return try stage(id, by: "").current() } catch { throw Failure(error, on: id) }
    }

    /// What a stage is, as it stands.
    func definition(of id: StageID) throws(Failure) -> StageAdded {
        guard let definition = try folded(id).definition else { throw Failure(Rejection.stageUnknown(id)) }
        return definition
    }

    func process(_ deployment: DeploymentID, of id: StageID) throws(Failure) -> DeploymentProcess {
        var stage = stage(id, by: "")
        do { return try stage.process(deployment) } catch { throw Failure(error, on: id) }
    }

    /// The deployment that every other has to wait for, and whether it was only recorded here and others carry it through.
    func openDeployment(of id: StageID) throws(Failure) -> (deployment: Deployment, isOfOthers: Bool)? {
        guard let open = try folded(id).blockingDeployment else { return nil }
        return (open, try process(open.id, of: id).plan.isEmpty)
    }
}

// MARK: - What it says

extension StageEntry {
    /// The stage as the ledger tells it now.
    func current() throws(Failure) -> Stage { try open.folded(id) }

    /// The deployment that this program carries through and that has not ended.
    func openDeployment() throws(Failure) -> DeploymentID? {
        guard let found = try open.openDeployment(of: id), !found.isOfOthers else { return nil }
        return found.deployment.id
    }

    /// That the open deployment is one that was only recorded; nil where none is.
    func deploymentOfOthers() throws(Failure) -> Failure? {
        guard let found = try open.openDeployment(of: id), found.isOfOthers else { return nil }
        return Failure(
            .refused,
            "deploymentOfOthers",
            "\(id)@v\(found.deployment.version) was only recorded here; whoever began it carries it through",
            hint: "should they be gone, record how it ended: stackledger record --schema deployment.cancelled"
        )
    }

    func process(_ deployment: DeploymentID) throws(Failure) -> DeploymentProcess {
        try open.process(deployment, of: id)
    }

    func result(of deployment: DeploymentID, _ end: RunnerEnd) throws(Failure) -> ActResult {
        ActResult(id: id, process: try process(deployment), end: end)
    }

    /// Refuses unless the stage's newest deployment is the one that is expected.
    func require(newest expected: Int?) throws(Failure) {
        guard let expected else { return }
        try current().require(newest: expected, of: id)
    }
}

// MARK: - What would be done

extension StageEntry {
    /// The calls that a request comes to; what stands in their way is thrown.
    func rehearsal(of request: DeploymentRequest) async throws(Failure) -> Rehearsal {
        do throws(CloudError) { return try await Rehearsal(of: request, on: stage, in: AWSCloud(client)) } catch {
            throw Failure(error)
        }
    }

    /// The call that would end a deployment that is open, if it takes one.
    func rehearsal(unwanted deployment: DeploymentID) async throws(Failure) -> Rehearsal {
        let process = try process(deployment)
        do throws(CloudError) { return try await Rehearsal(cancelling: process, on: stage, in: AWSCloud(client)) } catch
        {
            throw Failure(error)
        }
    }

    /// What would be appended, with what the gate makes of it.
    func preview(_ proposals: [Proposal]) throws(Failure) -> [EventDraft] {
        do { return try ledger().preview(proposals) } catch { throw Failure(error, on: id) }
    }
}

// MARK: - What is said

extension StageEntry {
    func append(_ proposal: Proposal) throws(Failure) {
        do { try ledger().append([proposal]) } catch { throw Failure(error, on: id) }
    }

    /// Writes down that a deployment is wanted.
    func append(_ request: DeploymentRequest) throws(Failure) -> DeploymentID {
        let deployment = UniqueID.make()
        try append(proposal(request, as: deployment))
        return deployment
    }

    /// Says something of the open deployment, once under a key; which one it is, or was the first time.
    func say(
        _ type: EventType,
        because reason: String?,
        idempotencyKey: String?
    ) throws(Failure) -> DeploymentID {
        let recorded: [Recorded]
        do {
            recorded = try ledger().append([proposal(type, reason: reason)], idempotencyKey: idempotencyKey)
        } catch { throw Failure(error, on: id) }
        guard let said = recorded.last?.data["deployment"]?.string.flatMap(UniqueID.init) else {
            throw Failure(Rejection.noOpenDeployment(id))
        }
        return said
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
