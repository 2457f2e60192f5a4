import LedgerDomain
import LedgerProcessor
import LedgerTesting
import Synchronization
import LedgerValues

/// A minimal AWS: a repository, a family of revisions and a service, which keep their state; and a script of what goes
/// wrong.
final class ScriptedCloud: Sendable {
    /// What happens to one attempt.
    enum Fate: Sendable {
        case answered
        /// Carried out, and the answer is lost.
        case lost
        /// Not carried out, but nobody can know that.
        case vanished
        case throttled
        case denied
    }

    struct World: Sendable {
        /// The actions that made the revisions; AWS counts these from 1.
        var revisions: [ActionID] = []
        var running = "shop:0"
        var updates = 0
        var stops = 0
        /// The digest that the stage's tag is on.
        var tagged: String?
        /// How often the tag was set.
        var tags = 0
        var fates: [Fate] = []
        var outcome = DeploymentProgress.succeeded
        /// The answers before ``outcome``, one for each look.
        var answers: [DeploymentProgress] = []
        var isBlind = false
        /// Calls that change something are never answered.
        var isSilent = false
        /// A value of the definition that is registered.
        var token: JSONValue = "correct horse"
    }

    let world: Mutex<World>
    /// What happens while a request is found out.
    let asked = Mutex<(@Sendable () -> Void)?>(nil)

    init(fates: [Fate] = [], outcome: DeploymentProgress = .succeeded) {
        world = Mutex(World(fates: fates, outcome: outcome))
    }

    var state: World { world.withLock { $0 } }
}

/// The cloud of a process that may die before and after each call.
struct CrashingCloud: Cloud {
    let cloud: ScriptedCloud
    let process: SimulatedProcess

    func request(
        for operation: DeploymentOperation,
        as action: ActionID,
        of deployment: DeploymentContext
    ) async throws(CloudError) -> JSONObject {
        cloud.asked.withLock(\.self)?()
        switch operation {
        case .putImage:
            return [
                "repository": "shop", "registry": "123456789012", "region": "us-east-1", "tag": "staging",
                "digest": .string(deployment.request.digest), "source": .string(deployment.request.image ?? ""),
            ]
        case .registerTaskDefinition: return definition(as: action, deployment.request)
        case .updateService, .registerScalableTarget, .updateAutoScalingGroup, .stopServiceDeployment,
            .updateFunctionCode,
            .publishVersion, .updateAlias, .tagFunction:
            let registered = deployment.landed[.registerTaskDefinition]?["arn"]
            let named = deployment.request.revision.map { JSONValue.string(ScriptedCloud.World.arn($0)) }
            return ["service": "shop", "taskDefinition": registered ?? named ?? .null]
        }
    }

    private func definition(as action: ActionID, _ request: DeploymentRequest) -> JSONObject {
        let variable: JSONObject = ["name": "TOKEN", "value": cloud.state.token]
        let container: JSONObject = [
            "name": "api", "image": .string(request.image ?? ""),
            "environment": .array([.object(variable)]),
        ]
        return [
            "family": "shop", "containerDefinitions": .array([.object(container)]),
            "tags": [["key": "stackledger:action", "value": .string(action.description)]],
        ]
    }

    func send(
        _ operation: DeploymentOperation,
        _ request: JSONObject,
        of deployment: DeploymentContext
    ) async -> CloudAnswer {
        guard process.step() else { return .doubtful(why: "died before") }
        let answer = cloud.world.withLock { $0.take(operation, request) }
        if cloud.state.isSilent { try? await Task.sleep(for: .seconds(600)) }
        guard process.step() else { return .doubtful(why: "died after") }
        return answer
    }

    func look(
        for operation: DeploymentOperation,
        as action: ActionID,
        _ request: JSONObject,
        of deployment: DeploymentContext
    ) async -> LookResult {
        cloud.world.withLock { world in
            if world.isBlind { return .inconclusive(why: "denied") }
            return world.look(for: operation, action, request)
        }
    }

    func progress(
        of start: DeploymentStart,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> DeploymentProgress {
        cloud.world.withLock { $0.answers.isEmpty ? $0.outcome : $0.answers.removeFirst() }
    }
}

extension DeploymentRequest {
    fileprivate var digest: String { image.flatMap(ImageName.init)?.digest ?? "" }
}

extension ScriptedCloud.World {
    static func arn(_ revision: String) -> String {
        "arn:aws:ecs:us-east-1:123456789012:task-definition/\(revision)"
    }

    static func revision(_ number: Int) -> JSONObject {
        ["revision": .string("shop:\(number)"), "arn": .string(arn("shop:\(number)"))]
    }

    mutating func take(_ operation: DeploymentOperation, _ request: JSONObject) -> CloudAnswer {
        let fate = fates.isEmpty ? ScriptedCloud.Fate.answered : fates.removeFirst()
        switch fate {
        case .vanished: return .doubtful(why: "timed out")
        case .throttled: return .refused(code: "ThrottlingException", message: "Rate exceeded", .later)
        case .denied: return .refused(code: "AccessDeniedException", message: "no", .never)
        case .answered: return .landed(carryOut(operation, request), requestID: "r")
        case .lost:
            _ = carryOut(operation, request)
            return .doubtful(why: "connection reset")
        }
    }

    private mutating func carryOut(_ operation: DeploymentOperation, _ request: JSONObject) -> JSONObject {
        switch operation {
        case .putImage:
            tags += 1
            tagged = request["digest"]?.string
            return ["digest": request["digest"] ?? .null]
        case .registerTaskDefinition:
            let tag = request["tags"]?.array?.first?.object?["value"]?.string.flatMap(UniqueID.init)
            revisions.append(tag ?? UniqueID(high: 0, low: 0))
            return Self.revision(revisions.count)
        case .stopServiceDeployment:
            stops += 1
            (answers, outcome) = ([], .rolledBack(to: "shop:0", reason: "stopped"))
            return [:]
        case .updateService, .registerScalableTarget, .updateAutoScalingGroup, .updateFunctionCode, .publishVersion,
            .updateAlias, .tagFunction:
            updates += 1
            running = request["taskDefinition"]?.string ?? ""
            return ["awsDeployment": "ecs-svc/1"]
        }
    }

    func look(for operation: DeploymentOperation, _ action: ActionID, _ request: JSONObject) -> LookResult {
        switch operation {
        case .putImage:
            guard let tagged, .string(tagged) == request["digest"] else { return .absent([:]) }
            return .landed(["digest": .string(tagged)])
        case .registerTaskDefinition:
            guard let index = revisions.firstIndex(of: action) else { return .absent([:]) }
            return .landed(Self.revision(index + 1))
        case .stopServiceDeployment: return stops > 0 ? .landed(["awsDeployment": "ecs-svc/1"]) : .absent([:])
        case .updateService, .registerScalableTarget, .updateAutoScalingGroup, .updateFunctionCode, .publishVersion,
            .updateAlias, .tagFunction:
            return .string(running) == request["taskDefinition"]
                ? .landed(["awsDeployment": "ecs-svc/1"]) : .absent([:])
        }
    }
}
