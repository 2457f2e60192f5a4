import LedgerDomain
import LedgerProcessor
import LedgerSystem
import LedgerValues
import Synchronization

@testable import LedgerOperations

/// AWS in memory for all stages: an image in each repository, a service per stage, and what was sent to them.
final class ScriptedStages: StageClouds {
    struct World: Sendable {
        /// The revision that each stage's service runs.
        var running: [StageID: String] = [:]
        /// The calls that were sent, in order: `shop/dev UpdateService`.
        var sent: [String] = []
        var outcome = DeploymentProgress.succeeded
        var nextRevision = 1
        /// How far AWS's clock is ahead, in seconds.
        var lead: Int64 = 0
        /// When a service was last updated, as AWS tells it.
        var updatedAt: Timestamp?
    }

    let world = Mutex(World())

    var hasCredentialsAtHand: Bool { true }

    var sent: [String] { world.withLock(\.sent) }

    func cloud(of stage: StageAdded) throws(CloudError) -> any StageCloud {
        ScriptedStage(stages: self, stage: stage)
    }
}

/// One stage of ``ScriptedStages``.
struct ScriptedStage: StageCloud {
    let stages: ScriptedStages
    let stage: StageAdded

    static let digest = "sha256:" + String(repeating: "ab", count: 32)

    private func world<Value: Sendable>(_ body: (inout sending ScriptedStages.World) -> sending Value) -> Value {
        stages.world.withLock(body)
    }

    var serverTime: Timestamp? { world { $0.lead == 0 ? nil : Timestamp.now().advanced(bySeconds: $0.lead) } }

    func caller() async throws(CloudError) -> String { "arn:aws:iam::123456789012:user/ada" }

    func service() async throws(CloudError) -> RunningService {
        let id = stage.id
        let (revision, updatedAt) = world { ($0.running[id] ?? "shop:900", $0.updatedAt) }
        var service = RunningService(revision: revision)
        service.updatedAt = updatedAt
        return service
    }

    /// Its image is named by a tag, and nobody knows which one that was.
    func revision(_ name: String, of service: RunningService?) async throws(CloudError) -> SeenRevision {
        SeenRevision(
            name,
            family: "shop",
            definition: ["family": "shop", "containerDefinitions": [["name": "shop", "image": "shop:old"]]]
        )
    }

    func definition(_ name: String) async throws(CloudError) -> DescribedRevision {
        let number = name.split(separator: ":").last.flatMap { Int64($0) } ?? 0
        let container: JSONValue = ["name": "shop", "image": "shop:old"]
        return DescribedRevision(
            family: "shop",
            number: number,
            body: ["family": "shop", "containerDefinitions": [container]]
        )
    }

    func function() async throws(CloudError) -> RunningFunction {
        throw .unusable("no function", hint: "this is for services")
    }

    func hasRun(_ revision: String) async throws(CloudError) -> Bool { false }

    func hasVersion(_ version: String) async throws(CloudError) -> Bool { false }

    func standing(of unit: DesiredScale.Unit) async throws(CloudError) -> DesiredScale {
        DesiredScale(unit, desired: 2, minimum: nil, maximum: nil)
    }

    func pinned(_ image: ImageName) async throws(CloudError) -> String {
        "\(image.location)@\(image.digest ?? Self.digest)"
    }

    func canMove(tag: String, of image: ImageName) async throws(CloudError) -> Bool { true }

    func runningTasks() async throws(CloudError) -> [RunningTask] { [] }

    func answer(_ question: TargetQuestion) async -> TargetAnswer {
        guard question == .service else { return .found }
        let id = stage.id
        return .service(ServiceState(revision: world { $0.running[id] ?? "shop:900" }))
    }
}

extension ScriptedStage {
    func request(
        for operation: DeploymentOperation,
        as action: ActionID,
        of deployment: DeploymentContext
    ) async throws(CloudError) -> JSONObject {
        ["service": "shop", "image": .string(deployment.request.image ?? "")]
    }

    func send(
        _ operation: DeploymentOperation,
        _ recorded: JSONObject,
        of deployment: DeploymentContext
    ) async -> CloudAnswer {
        let id = stage.id
        return world { world in
            world.sent.append("\(id) \(operation.operation)")
            guard operation == .registerTaskDefinition else { return .landed([:], requestID: "r") }
            defer { world.nextRevision += 1 }
            let revision = "shop:\(world.nextRevision)"
            world.running[id] = revision
            let arn = "arn:aws:ecs:eu-west-1:123456789012:task-definition/\(revision)"
            return .landed(["revision": .string(revision), "arn": .string(arn)], requestID: "r")
        }
    }

    func look(
        for operation: DeploymentOperation,
        as action: ActionID,
        _ recorded: JSONObject,
        of deployment: DeploymentContext
    ) async -> LookResult { .absent([:]) }

    func progress(
        of start: DeploymentStart,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> DeploymentProgress { world(\.outcome) }
}
