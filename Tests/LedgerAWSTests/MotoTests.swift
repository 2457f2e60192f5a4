import LedgerDomain
import TestThreads
import Testing

@testable import LedgerAWS
import LedgerValues

@Suite(.serialized, StartsPrograms(), .enabled(if: Python.hasMoto, "there is no moto"))
struct `Against moto` {
    private let moto: MotoServer
    private let aws: AWSClient

    init() throws {
        moto = try MotoServer.shared.get()
        aws = moto.client()
    }

    private func name(_ member: String) throws -> String { try #require(moto.stage[member]?.string) }

    private func refusal<Call: AWSCall>(of call: Call) async -> AWSError? {
        guard case .refused(let error) = await aws.send(call) else { return nil }
        return error
    }

    // MARK: - ECS

    @Test func `a revision is copied, registered and deployed`() async throws {
        let old = try await aws.send(DescribeTaskDefinition("shop:1")).get()
        #expect(old.tags == [AWSTag("by", "boto")] && old.definition.family == "shop")
        let call = RegisterTaskDefinition(old.definition.registrable, tags: [AWSTag("stackledger:action", "a-1")])
        let new = try await aws.send(call).get().definition
        #expect(new.revision > 1)

        let observed = try moto.cli(
            "ecs",
            "describe-task-definition",
            "--task-definition",
            new.arn,
            "--include",
            "TAGS"
        )
        #expect(observed["tags"] == [["key": "stackledger:action", "value": "a-1"]])
        let containers = observed["taskDefinition"]?["containerDefinitions"]
        #expect(containers == old.definition.body["containerDefinitions"] && containers?.array?.isEmpty == false)

        let updated = try await aws.send(UpdateService(cluster: "prod", service: "web", taskDefinition: new.arn)).get()
        #expect(updated.service.taskDefinition == new.arn && updated.service.desiredCount == 1)
        let service = try moto.cli("ecs", "describe-services", "--cluster", "prod", "--services", "web")
        #expect(service["services"]?.array?.first?["taskDefinition"]?.string == new.arn)

        var arns: [String] = []
        for try await page in aws.pages(of: ListTaskDefinitions(family: "shop")) { arns += page.arns }
        #expect(Set(arns).isSuperset(of: [old.definition.arn, new.arn]))
    }

    @Test func `a service is described`() async throws {
        let answer = try await aws.send(DescribeServices(cluster: "prod", services: ["web", "gone"])).get()
        let service = try #require(answer.services.first)
        #expect(service.name == "web" && service.status == "ACTIVE" && service.controller == "ECS")
        #expect(service.tags == [AWSTag("stage", "prod")])
        let primary = try #require(service.primary)
        #expect(primary.id.hasPrefix("ecs-svc/") && primary.createdAt != nil && primary.rolloutState == "IN_PROGRESS")
        #expect(answer.failures.map(\.reason) == ["MISSING"])
    }

    @Test func `clusters and tasks are described`() async throws {
        let clusters = try await aws.send(DescribeClusters(["prod", "gone"])).get()
        #expect(clusters.clusters.map(\.name) == ["prod"] && clusters.failures.map(\.reason) == ["MISSING"])
        let tasks = try await aws.send(ListTasks(cluster: "prod", service: "web", status: .running)).get()
        #expect(try tasks.arns == [name("task")])
        let described = try await aws.send(DescribeTasks(cluster: "prod", tasks: [try name("task")])).get()
        let task = try #require(described.tasks.first)
        #expect(task.taskDefinition?.hasSuffix("task-definition/job:1") == true && task.startedBy == "ecs-svc/1")
        #expect(task.containers.map(\.name) == ["web"] && task.lastStatus != nil && !task.canExecute)
    }

    @Test func `a missing resource is refused`() async throws {
        let error = await refusal(of: UpdateService(cluster: "prod", service: "gone", forcesNewDeployment: true))
        #expect(error?.code == "ServiceNotFoundException" && error?.kind == .invalid)
        #expect(
            await refusal(of: DescribeServices(cluster: "gone", services: ["web"]))?.code == "ClusterNotFoundException"
        )
        #expect(await refusal(of: DescribeTaskDefinition("gone:1"))?.code == "ClientException")
    }

    @Test func `a call that moto does not know is in doubt after its 500`() async {
        let outcome = await aws.send(StopServiceDeployment("arn", .rollback))
        let fault = AWSError(code: "HTTP 500", message: "", status: 500, requestID: nil, kind: .doubtful)
        #expect(outcome == .unanswered(.doubtful(.fault(fault))))
        #expect(await aws.send(ListServiceDeployments(cluster: "prod", service: "web")).isUnanswered)
        #expect(await aws.send(DescribeServiceDeployments(["arn"])).isUnanswered)
        #expect(await aws.send(DescribeServiceRevisions(["arn"])).isUnanswered)
        #expect(await aws.send(GetPipelineState("p")).isUnanswered)
    }

    // MARK: - ECR

    @Test func `an image gets a tag, with an identical manifest`() async throws {
        let repository = ECRRepository("shop")
        let digest = try name("digest")
        let got = try await aws.send(BatchGetImage(repository, images: [.tag("dev"), .tag("gone")])).get()
        let image = try #require(got.images.first)
        #expect(try image.digest == digest && image.manifest == name("manifest") && got.failures == ["ImageNotFound"])
        let put = PutImage(
            repository,
            manifest: image.manifest,
            mediaType: image.mediaType,
            tag: "prod",
            digest: image.digest
        )
        #expect(try await aws.send(put).get().digest == digest)
        #expect(await refusal(of: put)?.kind == .alreadySo)
        let described = try await aws.send(DescribeImages(repository, images: [.tag("prod")])).get().images
        #expect(described.map(\.digest) == [digest] && Set(described[0].tags) == ["dev", "prod"])
        #expect(described[0].pushedAt != nil)
        let observed = try moto.cli("ecr", "describe-images", "--repository-name", "shop")
        #expect(observed["imageDetails"]?.array?.map { $0["imageDigest"]?.string } == [digest])
        let listed = try await aws.send(ListImages(repository)).get().images
        #expect(Set(listed.compactMap(\.tag)) == ["dev", "prod"])
        #expect(await refusal(of: DescribeImages(repository, images: [.tag("gone")]))?.code == "ImageNotFoundException")
    }

    // MARK: - Lambda

    @Test func `a function gets an image, a version, an alias and a tag`() async throws {
        let function = try await aws.send(GetFunction("shop")).get()
        #expect(function.configuration.packageType == "Image" && function.configuration.lastModified != nil)
        #expect(function.imageURI?.hasSuffix("/shop:dev") == true)
        let uri = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop:prod"
        _ = try await aws.send(UpdateFunctionCode("shop", imageURI: uri, revisionID: nil)).get()
        let configuration = try await aws.send(GetFunctionConfiguration("shop")).get()
        #expect(configuration.lastUpdateStatus == "Successful" && configuration.state == "Active")

        let version = try #require(try await aws.send(PublishVersion("shop", description: "é")).get().version)
        let alias = try await aws.send(UpdateAlias("shop", alias: "live", version: version, revisionID: nil)).get()
        #expect(alias.version == version)
        #expect(try await aws.send(GetAlias("shop", alias: "live")).get().version == version)
        var versions: [String] = []
        for try await page in aws.pages(of: ListVersionsByFunction("shop")) {
            versions += page.versions.compactMap(\.version)
        }
        #expect(versions.contains(version) && versions.contains("$LATEST"))

        _ = try await aws.send(TagResource(try name("function"), tags: ["image": "a/b:é"])).get()
        let tags = try await aws.send(ListTags(try name("function"))).get().tags
        #expect(tags == ["stage": "prod", "image": "a/b:é"])
        let observed = try moto.cli("lambda", "get-function", "--function-name", "shop")
        #expect(observed["Code"]?["ImageUri"]?.string == uri && observed["Tags"]?["image"]?.string == "a/b:é")
        #expect(await refusal(of: GetFunction("gone"))?.code == "ResourceNotFoundException")
    }

    // MARK: - Scaling

    @Test func `a service's bounds are set`() async throws {
        _ = try await aws.send(RegisterScalableTarget("service/prod/web", minimum: 2, maximum: 5)).get()
        let targets = try await aws.send(DescribeScalableTargets(["service/prod/web"])).get().targets
        #expect(targets == [ScalableTarget(resource: "service/prod/web", minimum: 2, maximum: 5)])
        #expect(try await aws.send(DescribeScalableTargets(["service/prod/gone"])).get().targets.isEmpty)
    }

    @Test func `a group's bounds and size are set`() async throws {
        let before = try #require(try await aws.send(DescribeAutoScalingGroups(["nodes"])).get().groups.first)
        #expect(before.tags == [AWSTag("stage", "a<b&c")] && before.instances.count == Int(before.desired))
        _ = try await aws.send(UpdateAutoScalingGroup("nodes", minimum: 0, maximum: 4, desired: 3)).get()
        let after = try #require(try await aws.send(DescribeAutoScalingGroups(["nodes"])).get().groups.first)
        #expect((after.minimum, after.maximum, after.desired) == (0, 4, 3))
        #expect(try await aws.send(DescribeAutoScalingGroups(["gone"])).get().groups.isEmpty)
        let observed = try moto.cli("autoscaling", "describe-auto-scaling-groups")
        #expect(observed["AutoScalingGroups"]?.array?.first?["MaxSize"] == 4)
        #expect(await refusal(of: UpdateAutoScalingGroup("gone", desired: 1))?.code == "ValidationError")
    }

    // MARK: - What a rollback looks at

    @Test func `parameters, secrets and roles are looked for`() async throws {
        let parameters = try await aws.send(GetParameters(["/shop/key", "/gone"])).get()
        #expect(parameters.found.map(\.name) == ["/shop/key"] && parameters.invalid == ["/gone"])
        let secret = try await aws.send(DescribeSecret(try name("secret"))).get()
        #expect(secret.deletedAt == nil && secret.versions.values.contains(["AWSCURRENT"]))
        #expect(try await aws.send(DescribeSecret("shop/gone")).get().deletedAt != nil)
        #expect(await refusal(of: DescribeSecret("gone"))?.code == "ResourceNotFoundException")
        #expect(try await aws.send(GetRole("runner")).get().arn == (try name("role")))
        #expect(await refusal(of: GetRole("gone"))?.code == "NoSuchEntity")
    }

    @Test func `logs are read`() async throws {
        #expect(try await aws.send(DescribeLogGroups(prefix: "/ecs/shop")).get().names == ["/ecs/shop"])
        var messages: [String] = []
        for try await page in aws.pages(of: GetLogEvents(group: "/ecs/shop", stream: "web/1")) {
            messages += page.events.map(\.message)
        }
        #expect(messages == ["line 0 é", "line 1 é", "line 2 é"])
        let found = try await aws.send(FilterLogEvents(group: "/ecs/shop", pattern: "\"line 1\"")).get().events
        #expect(found.map(\.message) == ["line 1 é"] && found.first?.stream == "web/1")
        #expect(found.first?.time?.description == "2026-11-21T10:00:00.001000Z")
    }

    @Test func `resources are found by a tag`() async throws {
        let resources = try await aws.send(GetResources(tag: AWSTag("stack", "shop"), types: ["ecs:cluster"])).get()
        #expect(resources.resources.map(\.arn) == ["arn:aws:ecs:eu-central-1:123456789012:cluster/prod"])
    }

    // MARK: - Who

    @Test func `a caller gets its identity, and assumes a role`() async throws {
        let identity = try await aws.send(GetCallerIdentity()).get()
        #expect(identity.account == "123456789012")
        let role = try await aws.send(AssumeRole(RoleRequest(roleARN: try name("role"), sessionName: "ana"))).get()
        #expect(role.arn?.hasSuffix("assumed-role/runner/ana") == true)
        let other = try await moto.client(role.credentials).send(GetCallerIdentity()).get()
        #expect(other.arn == role.arn)
    }

    @Test func `signatures are checked, and hold`() async throws {
        let secret = try name("keySecret")
        let right = AWSCredentials(accessKeyID: try name("key"), secretAccessKey: Secret(secret))
        let wrong = AWSCredentials(accessKeyID: try name("key"), secretAccessKey: Secret(secret + "x"))
        try await moto.checkSignatures(true)
        let outcomes = await (
            moto.client(right).send(DescribeClusters(["prod"])), moto.client(right).send(GetRole("runner")),
            moto.client(wrong).send(DescribeClusters(["prod"]))
        )
        try await moto.checkSignatures(false)
        #expect(try outcomes.0.get().clusters.count == 1)
        #expect(try outcomes.1.get().arn == (try name("role")))
        guard case .refused(let error) = outcomes.2 else {
            Issue.record("\(outcomes.2)")
            return
        }
        #expect(error.code == "SignatureDoesNotMatch" && error.kind == .credentials)
    }
}

extension CallOutcome {
    fileprivate var isUnanswered: Bool {
        if case .unanswered = self { true } else { false }
    }
}
