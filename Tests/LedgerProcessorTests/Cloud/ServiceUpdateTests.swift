import LedgerAWS
import LedgerDomain
import LedgerProcessor
import LedgerTesting
import LedgerValues
import Testing

/// A service whose deployments a test writes down.
private struct ScriptedService: Transport {
    /// What DescribeServices shows, the PRIMARY deployment first: id, revision and rollout state.
    var shown: [(id: String, revision: String, state: String)]
    /// The service deployments, the newest first: ARN, revision, status, and when each began.
    var past: [(arn: String, revision: String, status: String, began: Int64)] = []
    var current: String?
    var refused: Set<String> = []

    static let start: Int64 = 1_795_255_200

    func exchange(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let target = request.headers.first(named: "X-Amz-Target") ?? ""
        let operation = target.split(separator: ".").last.map(String.init) ?? ""
        guard !refused.contains(operation) else {
            let refusal: JSONValue = ["__type": "AccessDeniedException", "message": "no"]
            return HTTPResponse(status: 400, body: CanonicalJSON.bytes(refusal))
        }
        return HTTPResponse(status: 200, body: CanonicalJSON.bytes(answer(operation)))
    }

    private func answer(_ operation: String) -> JSONValue {
        switch operation {
        case "ListServiceDeployments": ["serviceDeployments": .array(past.map(told))]
        case "DescribeServiceRevisions": ["serviceRevisions": .array(past.map { revision($0.arn, $0.revision) })]
        default: ["services": [service]]
        }
    }

    private func revision(_ deployment: String, _ revision: String) -> JSONValue {
        ["serviceRevisionArn": .string("r-\(deployment)"), "taskDefinition": .string(Self.arn(revision))]
    }

    private func told(_ one: (arn: String, revision: String, status: String, began: Int64)) -> JSONValue {
        [
            "serviceDeploymentArn": .string(one.arn), "status": .string(one.status),
            "targetServiceRevisionArn": .string("r-\(one.arn)"), "createdAt": .integer(Self.start + one.began),
        ]
    }

    private var service: JSONValue {
        let deployments = shown.enumerated().map { index, one -> JSONValue in
            [
                "id": .string(one.id), "status": index == 0 ? "PRIMARY" : "ACTIVE", "rolloutState": .string(one.state),
                "taskDefinition": .string(Self.arn(one.revision)), "createdAt": .integer(Self.start),
            ]
        }
        var service: JSONObject = [
            "serviceArn": "arn", "serviceName": "shop", "status": "ACTIVE", "deployments": .array(deployments),
            "taskDefinition": .string(Self.arn(shown.first?.revision ?? "")),
        ]
        service["currentServiceDeployment"] = current.map { .string($0) }
        return .object(service)
    }

    static func arn(_ revision: String) -> String {
        "arn:aws:ecs:us-east-1:123456789012:task-definition/\(revision)"
    }
}

/// The service ran `shop:4` as `ecs-svc/4`; the update to `shop:5` was sent, and its answer was lost.
struct `A look for an update of a service` {
    private static let stage = StageAdded(
        id: "shop/dev",
        account: "123456789012",
        region: "us-east-1",
        target: .ecs(cluster: "main", service: "shop", family: "shop", container: "api")
    )

    private func cloud(_ service: ScriptedService) -> AWSCloud {
        AWSCloud(
            AWSClient(
                settings: AWSSettings(environment: [:]),
                region: "us-east-1",
                credentials: FixedCredentials(
                    AWSCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret("secret"))
                ),
                transport: service,
                clock: ServerClock { .noon },
                retry: .none
            )
        )
    }

    private func deployment(
        _ kind: DeploymentKind = .rollback,
        landed: [DeploymentOperation: JSONObject] = [:]
    ) -> DeploymentContext {
        var request = DeploymentRequest(kind: kind, revision: kind == .restart ? nil : "shop:5")
        (request.changes.running, request.changes.primary) = ("shop:4", kind == .restart ? "ecs-svc/4" : nil)
        return DeploymentContext(stage: Self.stage, request: request, landed: landed)
    }

    private static let before = ScriptedService(
        shown: [("ecs-svc/4", "shop:4", "COMPLETED")],
        past: [("d4", "shop:4", "SUCCESSFUL", 0), ("d3", "shop:5", "SUCCESSFUL", -900)]
    )

    private func request(_ kind: DeploymentKind = .rollback, _ service: ScriptedService = before) async throws
        -> JSONObject
    {
        try await cloud(service).request(for: .updateService, as: "none", of: deployment(kind))
    }

    private func look(_ service: ScriptedService, _ kind: DeploymentKind = .rollback) async throws -> LookResult {
        let recorded = try await request(kind)
        return await cloud(service).look(for: .updateService, as: "none", recorded, of: deployment(kind))
    }

    @Test func `knows what was there before, which is recorded and not sent`() async throws {
        let recorded = try await request()
        #expect(recorded["previous"]?["deployment"] == "ecs-svc/4" && recorded["previous"]?["revision"] == "shop:4")
        let transport = RecordingTransport()
        _ = await AWSCloud(.recording(transport)).send(.updateService, recorded, of: deployment())
        let sent = transport.writes.map { String(decoding: $0.body, as: UTF8.self) }
        #expect(sent == [#"{"cluster":"main","service":"shop","taskDefinition":"shop:5"}"#])
    }

    @Test(arguments: [DeploymentKind.rollback, .restart])
    func `finds that it was not carried out where the same deployment is the PRIMARY one`(kind: DeploymentKind)
        async throws
    {
        var service = Self.before
        service.refused = ["ListServiceDeployments"]
        #expect(try await look(service, kind) == .absent(["taskDefinition": "shop:4"]))
    }

    @Test(arguments: ["ROLLBACK_SUCCESSFUL", "ROLLBACK_IN_PROGRESS", "ROLLBACK_FAILED", "STOPPED", "SUCCESSFUL"])
    func `finds what was taken back since`(_ status: String) async throws {
        var service = Self.before
        service.shown = [("ecs-svc/6", "shop:4", "COMPLETED")]
        service.past.insert(("d5", "shop:5", status, 60), at: 0)
        let began = Timestamp(microseconds: (ScriptedService.start + 60) * 1_000_000)
        let found: JSONObject = [
            "taskDefinition": "shop:5", "serviceDeployment": "d5", "status": .string(status),
            "startedAt": .string(began.description),
        ]
        #expect(try await look(service) == .landed(found))
        service.current = "d5"
        #expect(try await look(service) == .landed(found))
    }

    /// The revision ran a while ago too: that says nothing of this call.
    @Test func `does not take what was deployed before for its own`() async throws {
        var service = Self.before
        service.shown = [("ecs-svc/6", "shop:4", "COMPLETED")]
        service.past.insert(("d6", "shop:4", "SUCCESSFUL", 60), at: 0)
        guard case .inconclusive = try await look(service) else {
            Issue.record("it was found, or is sent again")
            return
        }
    }

    @Test(arguments: ["ListServiceDeployments", "DescribeServiceRevisions"])
    func `is in doubt where nobody may look`(_ operation: String) async throws {
        var service = Self.before
        service.shown = [("ecs-svc/6", "shop:4", "COMPLETED")]
        service.past.insert(("d5", "shop:5", "ROLLBACK_SUCCESSFUL", 60), at: 0)
        service.refused = [operation]
        guard case .inconclusive(let why) = try await look(service) else {
            Issue.record("it was found, or is sent again")
            return
        }
        #expect(why.contains(operation))
    }

    @Test func `takes no other revision for a restart`() async throws {
        var service = Self.before
        service.shown = [("ecs-svc/6", "shop:9", "IN_PROGRESS")]
        service.past.insert(("d6", "shop:9", "IN_PROGRESS", 60), at: 0)
        guard case .inconclusive = try await look(service, .restart) else {
            Issue.record("somebody else's deployment is taken for the restart")
            return
        }
        // AWS went back to the same revision: nor is that a restart.
        service.shown = [("ecs-svc/7", "shop:4", "COMPLETED")]
        service.past[0].status = "ROLLBACK_SUCCESSFUL"
        guard case .inconclusive = try await look(service, .restart) else {
            Issue.record("AWS's rollback is taken for the restart")
            return
        }
    }

    @Test func `finds a restart, and which deployment it is`() async throws {
        var service = Self.before
        service.shown = [("ecs-svc/6", "shop:4", "IN_PROGRESS"), ("ecs-svc/4", "shop:4", "COMPLETED")]
        service.past.insert(("d6", "shop:4", "IN_PROGRESS", 60), at: 0)
        guard case .landed(let found) = try await look(service, .restart) else {
            Issue.record("not found")
            return
        }
        #expect(found["awsDeployment"] == "ecs-svc/6")
    }

    /// ECS starts nothing for a revision that the service has already.
    @Test func `is forced where the service has failed at this revision`() async throws {
        var service = Self.before
        service.shown = [("ecs-svc/6", "shop:5", "FAILED")]
        #expect(try await request(.rollback, service)["forceNewDeployment"] == true)
        service.shown[0].state = "COMPLETED"
        #expect(try await request(.rollback, service)["forceNewDeployment"] == nil)
    }

    @Test func `is not begun where somebody has deployed since it was asked for`() async throws {
        var context = deployment(.deploy)
        let known = DeploymentChanges(["running": "shop:4", "primary": "ecs-svc/1"])
        var request = context.request
        request.changes = known
        context = DeploymentContext(stage: Self.stage, request: request)
        await #expect(throws: CloudError.self) {
            try await cloud(Self.before).request(for: .updateService, as: "none", of: context)
        }
    }
}
