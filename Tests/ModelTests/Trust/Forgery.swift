import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerValues

/// What somebody without the ledger's key would have it do: an event of one type with every member, and around it all
/// that a deployment needs.
struct Forgery {
    private static let deployment: DeploymentID = "01890000-0000-7000-8000-000000000001"
    /// A revision that AWS does not have.
    static let revision = "shop:9"
    private static let update: JSONObject = [
        "cluster": "main", "service": "victim", "taskDefinition": .string(revision), "desiredCount": 0,
    ]

    let type: EventType
    let stage: StageID
    /// One that nobody has deployed.
    let image: String
    /// The stage's newest deployment, and whether it is open.
    let own: Deployment?
    let time: Timestamp

    var drafts: [EventDraft] {
        var events = chain + [revision("shop:1"), revision(Self.revision)]
        events += own?.isOpen == true ? calls(of: own?.id ?? Self.deployment) : request + calls(of: Self.deployment)
        var drafts = events.map(draft)
        drafts.append(example(for: Self.deployment, version))
        if let own { drafts.append(example(for: own.id, own.version)) }
        if type == .deployment(.succeeded) { drafts += success.map(draft) }
        return drafts.enumerated().map { index, draft in
            var draft = draft
            draft.id = UniqueID(high: 0x0189_0000_0000_7000, low: 0x8000_0000_0000_0010 + UInt64(index))
            return draft
        }
    }

    private var definition: JSONObject {
        [
            "family": "shop", "taskRoleArn": "arn:aws:iam::123456789012:role/admin",
            "containerDefinitions": [["name": "shop", "image": .string(image), "command": ["mine"]]],
        ]
    }

    private var version: Int { (own?.version ?? 0) + 1 }

    private var request: [(LedgerEvent, StreamName)] {
        var request = DeploymentRequest(kind: .deploy, image: image, revision: Self.revision)
        request.plan = [.registerTaskDefinition, .updateService]
        request.changes.definition = definition
        return [(.stage(.deployment(Self.deployment, version: version, .requested(request))), .stage(stage))]
    }

    /// Calls for what is not the stage's.
    private func calls(of deployment: DeploymentID) -> [(LedgerEvent, StreamName)] {
        let actions: [(ActionID, ActionIntent)] = [
            (Example.action, ActionIntent(.registerTaskDefinition, definition)),
            ("0193a2b4-6d01-7a2b-9c3d-4e5f60718294", ActionIntent(.updateService, Self.update)),
        ]
        return actions.map { (.stage(.action($0, deployment: deployment, .intended($1))), .stage(stage)) }
    }

    /// A promotion to the stage before, from which a chain would go on.
    private var chain: [(LedgerEvent, StreamName)] {
        var request = DeploymentRequest(kind: .promote, image: image, origin: .stage("dev", version: 1))
        (request.plan, request.goesOnward) = ([.registerTaskDefinition, .updateService], true)
        let id: DeploymentID = "01890000-0000-7000-8000-000000000002"
        return whole(id, version: 1, request).map { ($0, .stage("shop/dev")) }
    }

    /// A success of the stage that never was.
    private var success: [(LedgerEvent, StreamName)] {
        let id: DeploymentID = "01890000-0000-7000-8000-000000000003"
        let request = DeploymentRequest(kind: .deploy, image: image)
        return whole(id, version: version + 1, request).map { ($0, .stage(stage)) }
    }

    private func whole(_ id: DeploymentID, version: Int, _ request: DeploymentRequest) -> [LedgerEvent] {
        let events: [DeploymentEvent] = [
            .requested(request), .started(revision: Self.revision, image: image, awsDeployment: "ecs-svc/666"),
            .succeeded(images: [:]),
        ]
        return events.map { .stage(.deployment(id, version: version, $0)) }
    }

    private func revision(_ name: String) -> (LedgerEvent, StreamName) {
        let registered = RegisteredRevision(
            family: "shop",
            revision: name,
            arn: "arn:aws:ecs:\(MemoryEvent.place):task-definition/\(name)",
            definition: definition
        )
        let registry = Registry(account: MemoryWorld.account, region: MemoryWorld.region)
        return (.revision(.registered(registered)), .revision(registry, family: "shop"))
    }

    private func draft(_ event: LedgerEvent, _ stream: StreamName) -> EventDraft {
        EventDraft(
            id: "forged",
            type: event.type.rawValue,
            subject: stream.description,
            time: time,
            actor: "mallory",
            data: event.data
        )
    }

    /// With the ids of a deployment, in the streams of the stage.
    private func example(for deployment: DeploymentID, _ version: Int) -> EventDraft {
        var draft = EventDraft.example(of: type)
        draft.time = time
        if type.stream == .stage { draft.subject = "stage/\(stage)" }
        if draft.data["deployment"] != nil { draft[data: "deployment"] = deployment.wire }
        if draft.data["version"] != nil { draft[data: "version"] = .integer(Int64(version)) }
        return draft
    }
}
