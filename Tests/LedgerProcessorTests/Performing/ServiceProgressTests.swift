import LedgerAWS
import LedgerDomain
import LedgerProcessor
import LedgerTesting
import Testing
import LedgerValues

/// ECS with a service that runs `shop:4`, and with its earlier deployments.
private struct ScriptedECS: Transport {
    /// The newest first: the revision that each deployed, and how it ended.
    var past: [(revision: String, status: String)] = []
    /// The refusals, by the operation.
    var refusals: [String: (status: Int, code: String)] = [:]
    /// How many service deployments a page has.
    var page = 20

    func exchange(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let target = request.headers.first(named: "X-Amz-Target") ?? ""
        let operation = target.split(separator: ".").last.map(String.init) ?? ""
        let asked = (try? JSONReader.value(request.body)) ?? .null
        if let refusal = refusals[operation] {
            return HTTPResponse(
                status: refusal.status,
                body: CanonicalJSON.bytes(["__type": .string(refusal.code), "message": "no"])
            )
        }
        return HTTPResponse(status: 200, body: CanonicalJSON.bytes(answer(operation, asked)))
    }

    private func answer(_ operation: String, _ asked: JSONValue) -> JSONValue {
        switch operation {
        case "ListServiceDeployments": list(from: asked["nextToken"]?.string.flatMap { Int($0) } ?? 0)
        case "DescribeServiceDeployments":
            ["serviceDeployments": .array(past.indices.map { deployment($0, isWhole: true) })]
        case "DescribeServiceRevisions": revisions(asked["serviceRevisionArns"]?.array?.compactMap(\.string) ?? [])
        default: ["services": [service]]
        }
    }

    private func list(from first: Int) -> JSONValue {
        let next = min(first + page, past.count)
        var answer: JSONObject = ["serviceDeployments": .array((first..<next).map { deployment($0, isWhole: false) })]
        if next < past.count { answer["nextToken"] = .string("\(next)") }
        return .object(answer)
    }

    private func deployment(_ index: Int, isWhole: Bool) -> JSONValue {
        var told: JSONObject = [
            "serviceDeploymentArn": .string("d\(index)"), "status": .string(past[index].status),
            "targetServiceRevisionArn": .string("r\(index)"), "statusReason": "told",
        ]
        if isWhole { told["rollback"] = ["reason": "tasks failed", "serviceRevisionArn": "back"] }
        return .object(told)
    }

    private func revisions(_ arns: [String]) -> JSONValue {
        let told = arns.compactMap { arn -> JSONValue? in
            let revision = arn == "back" ? "shop:1" : Int(arn.dropFirst()).map { past[$0].revision }
            return revision.map { ["serviceRevisionArn": .string(arn), "taskDefinition": .string(Self.arn($0))] }
        }
        return ["serviceRevisions": .array(told)]
    }

    private var service: JSONValue {
        let primary: JSONValue = [
            "id": "ecs-svc/9", "status": "PRIMARY", "taskDefinition": .string(Self.arn("shop:4")),
            "rolloutState": "COMPLETED",
        ]
        return [
            "serviceArn": "arn", "serviceName": "shop", "status": "ACTIVE", "deployments": [primary],
            "taskDefinition": .string(Self.arn("shop:4")),
        ]
    }

    private static func arn(_ revision: String) -> String {
        "arn:aws:ecs:us-east-1:123456789012:task-definition/\(revision)"
    }
}

struct `What becomes of a service's deployment that it shows no more` {
    /// Of a deployment of `shop:5`, or of a restart, where `running` ran before.
    private func progress(
        _ ecs: ScriptedECS,
        of kind: DeploymentKind = .deploy,
        running: String = "shop:4"
    ) async throws -> DeploymentProgress {
        let stage = StageAdded(
            id: "shop/dev",
            account: "123456789012",
            region: "us-east-1",
            target: .ecs(cluster: "main", service: "shop", family: "shop", container: "api")
        )
        let request = DeploymentRequest(kind: kind, changes: ["running": .string(running)])
        let start = DeploymentStart(revision: kind == .restart ? nil : "shop:5", awsDeployment: "ecs-svc/5")
        let client = AWSClient(
            settings: AWSSettings(environment: [:]),
            region: "us-east-1",
            credentials: FixedCredentials(
                AWSCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret("secret"))
            ),
            transport: ecs,
            clock: ServerClock { .noon },
            retry: .none
        )
        return try await AWSCloud(client).progress(of: start, in: DeploymentContext(stage: stage, request: request))
    }

    @Test(arguments: [
        ("SUCCESSFUL", DeploymentProgress.succeeded), ("IN_PROGRESS", .inProgress("ECS says that it is in progress")),
        ("PENDING", .inProgress("ECS says that it is pending")),
        ("STOP_REQUESTED", .inProgress("ECS says that it is stop requested")),
        ("ROLLBACK_REQUESTED", .inProgress("ECS says that it is rollback requested")),
        ("ROLLBACK_IN_PROGRESS", .inProgress("ECS says that it is rollback in progress")),
        ("ROLLBACK_SUCCESSFUL", .rolledBack(to: "shop:1", reason: "tasks failed")),
        ("ROLLBACK_FAILED", .failed(code: "RollbackFailed", message: "told")),
        ("STOPPED", .replaced(by: "shop:4")),
        // Nobody knows what it means: what the service runs has to tell.
        ("MELTED", .rolledBack(to: "shop:4", reason: "shop runs shop:4 again")),
    ])
    func `is told by what ECS remembers of it`(_ status: String, _ progress: DeploymentProgress) async throws {
        let past = [("shop:4", "SUCCESSFUL"), ("shop:5", status), ("shop:5", "STOPPED")]
        #expect(try await self.progress(ScriptedECS(past: past)) == .missing(progress))
    }

    @Test func `is found on a later page, and far back on a long one`() async throws {
        let others = Array(repeating: ("shop:4", "STOPPED"), count: 45)
        let past = others + [("shop:5", "SUCCESSFUL")]
        for page in [20, 100] {
            #expect(try await progress(ScriptedECS(past: past, page: page)) == .missing(.succeeded))
        }
    }

    @Test func `is guessed at where ECS remembers nothing of it, or does not say`() async throws {
        let guess = DeploymentProgress.missing(.rolledBack(to: "shop:4", reason: "shop runs shop:4 again"))
        #expect(try await progress(ScriptedECS()) == guess)
        #expect(try await progress(ScriptedECS(past: [("shop:3", "SUCCESSFUL")])) == guess)
        #expect(try await progress(ScriptedECS(), running: "shop:3") == .missing(.replaced(by: "shop:4")))
        for operation in ["ListServiceDeployments", "DescribeServiceRevisions"] {
            for code in ["AccessDeniedException", "UnknownOperationException"] {
                let ecs = ScriptedECS(past: [("shop:5", "SUCCESSFUL")], refusals: [operation: (400, code)])
                #expect(try await progress(ecs) == guess)
            }
        }
    }

    @Test(arguments: [(400, "ThrottlingException"), (503, "ServiceUnavailable")])
    func `is asked for again where ECS gave no answer`(_ status: Int, _ code: String) async throws {
        let ecs = ScriptedECS(refusals: ["ListServiceDeployments": (status, code)])
        let error = await #expect(throws: CloudError.self) { try await progress(ecs) }
        guard case .unanswered(operation: "ListServiceDeployments", message: _)? = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
    }

    @Test func `keeps to the reason of a list that is all that may be read`() async throws {
        let ecs = ScriptedECS(
            past: [("shop:5", "ROLLBACK_SUCCESSFUL")],
            refusals: ["DescribeServiceDeployments": (400, "AccessDeniedException")]
        )
        #expect(try await progress(ecs) == .missing(.rolledBack(to: nil, reason: "told")))
    }

    /// What ran before a restart runs after it too, however it ended.
    @Test(arguments: [
        ("SUCCESSFUL", DeploymentProgress.succeeded),
        ("ROLLBACK_SUCCESSFUL", .rolledBack(to: "shop:1", reason: "tasks failed")),
        ("STOPPED", .replaced(by: "shop:4")),
    ])
    func `is told of a restart too`(_ status: String, _ progress: DeploymentProgress) async throws {
        let ecs = ScriptedECS(past: [("shop:4", status), ("shop:4", "STOPPED")])
        #expect(try await self.progress(ecs, of: .restart) == .missing(progress))
        #expect(try await self.progress(ScriptedECS(), of: .restart) == .missing(.replaced(by: "shop:4")))
    }
}
