import LedgerDomain
import TestThreads
import Testing

@testable import LedgerAWS
import LedgerValues

@Suite(.serialized, StartsPrograms(), .enabled(if: Python.hasMoto, "moto is not installed"))
struct `Against moto` {
    private let moto: MotoServer
    private let aws: AWSClient

    init() throws {
        moto = try MotoServer.shared.get()
        aws = moto.client()
    }

    private func name(_ member: String) throws -> String { try #require(moto.stage[member]?.string) }

    private func refusal<Answer>(of call: AWSRead<Answer>) async -> AWSError? { error(await aws.send(call)) }

    private func refusal<Answer>(of call: AWSWrite<Answer>) async -> AWSError? { error(await aws.send(call)) }

    private func error<Answer>(_ outcome: CallOutcome<Answer>) -> AWSError? {
        guard case .refused(let error) = outcome else { return nil }
        return error
    }

    // MARK: - ECS

    @Test func `a revision is copied, registered and deployed`() async throws {
        let old = try await aws.send(AWSRead.describeTaskDefinition("shop:1")).get()
        #expect(old.tags == [AWSTag("by", "boto")] && old.definition.family == "shop")
        var request = old.definition.registrable
        request["tags"] = [AWSTag("stackledger:action", "a-1").json]
        let new = try await aws.send(AWSWrite.registerTaskDefinition(request)).get().definition
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

        let update: JSONObject = ["cluster": "prod", "service": "web", "taskDefinition": .string(new.arn)]
        let updated = try await aws.send(AWSWrite.updateService(update)).get()
        #expect(updated.taskDefinition == new.arn && updated.desiredCount == 1)
        let service = try moto.cli("ecs", "describe-services", "--cluster", "prod", "--services", "web")
        #expect(service["services"]?.array?.first?["taskDefinition"]?.string == new.arn)

        var arns: [String] = []
        for try await page in aws.pages(of: .listTaskDefinitions(of: "shop")) { arns += page }
        #expect(Set(arns).isSuperset(of: [old.definition.arn, new.arn]))
    }

    @Test func `a service is described`() async throws {
        let services = try await aws.send(AWSRead.describeServices(["web", "gone"], in: "prod")).get()
        let service = try #require(services.first)
        #expect(service.name == "web" && service.status == "ACTIVE" && service.controller == "ECS")
        #expect(service.tags == [AWSTag("stage", "prod")])
        let primary = try #require(service.primary)
        #expect(primary.id.hasPrefix("ecs-svc/") && primary.createdAt != nil && primary.rolloutState == "IN_PROGRESS")
        #expect(services.count == 1)
    }

    @Test func `tasks are described`() async throws {
        let tasks = try await aws.send(AWSRead.listTasks(of: "web", in: "prod")).get()
        #expect(try tasks == [name("task")])
        let described = try await aws.send(AWSRead.describeTasks([try name("task")], in: "prod")).get()
        let task = try #require(described.first)
        #expect(task.taskDefinition?.hasSuffix("task-definition/job:1") == true && task.startedBy == "ecs-svc/1")
        #expect(task.containers.map(\.name) == ["web"] && task.lastStatus != nil && !task.canExecute)
    }

    @Test func `a missing resource is refused`() async throws {
        let error = await refusal(
            of: .updateService(["cluster": "prod", "service": "gone", "forceNewDeployment": true])
        )
        #expect(error?.code == "ServiceNotFoundException" && error?.kind == .invalid)
        #expect(
            await refusal(of: .describeServices(["web"], in: "gone"))?.code == "ClusterNotFoundException"
        )
        #expect(await refusal(of: .describeTaskDefinition("gone:1"))?.code == "ClientException")
    }

    @Test func `a call that moto does not know is in doubt after its 500`() async {
        let stop: JSONObject = ["serviceDeploymentArn": "arn", "stopType": "ROLLBACK"]
        let outcome = await aws.send(AWSWrite.stopServiceDeployment(stop))
        let fault = AWSError(code: "HTTP 500", message: "", status: 500, requestID: nil, kind: .doubtful)
        #expect(outcome == .unanswered(.doubtful(.fault(fault))))
        #expect(await aws.send(AWSRead.listServiceDeployments(of: "web", in: "prod")).isUnanswered)
        #expect(await aws.send(AWSRead.describeServiceDeployments(["arn"])).isUnanswered)
        #expect(await aws.send(AWSRead.describeServiceRevisions(["arn"])).isUnanswered)
    }

    // MARK: - ECR

    @Test func `an image gets a tag, with an identical manifest`() async throws {
        let repository = ECRRepository("shop")
        let digest = try name("digest")
        let got = try await aws.send(AWSRead.batchGetImage([.tag("dev"), .tag("gone")], in: repository)).get()
        let image = try #require(got.first)
        #expect(try image.digest == digest && image.manifest == name("manifest") && got.count == 1)
        let put = AWSWrite.putImage([
            "repositoryName": "shop", "imageManifest": .string(image.manifest),
            "imageManifestMediaType": .string(image.mediaType ?? ""), "imageTag": "prod",
            "imageDigest": .string(image.digest),
        ])
        #expect(try await aws.send(put).get() == digest)
        #expect(await refusal(of: put)?.kind == .alreadySo)
        let described = try await aws.send(AWSRead.describeImages([.tag("prod")], in: repository)).get()
        #expect(described.map(\.digest) == [digest] && Set(described[0].tags) == ["dev", "prod"])
        #expect(described[0].pushedAt != nil)
        let observed = try moto.cli("ecr", "describe-images", "--repository-name", "shop")
        #expect(observed["imageDetails"]?.array?.map { $0["imageDigest"]?.string } == [digest])
        let gone = await refusal(of: .describeImages([.tag("gone")], in: repository))
        #expect(gone?.code == "ImageNotFoundException")
    }

    // MARK: - Lambda

    @Test func `a function gets an image, a version, an alias and a tag`() async throws {
        let function = try await aws.send(AWSRead.getFunction("shop")).get()
        #expect(function.configuration.packageType == "Image" && function.configuration.lastModified != nil)
        #expect(function.imageURI?.hasSuffix("/shop:dev") == true)
        let uri = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop:prod"
        _ = try await aws.send(AWSWrite.updateFunctionCode(["FunctionName": "shop", "ImageUri": .string(uri)])).get()
        let configuration = try await aws.send(AWSRead.getFunctionConfiguration("shop")).get()
        #expect(configuration.lastUpdateStatus == "Successful" && configuration.state == "Active")

        let publication = AWSWrite.publishVersion(["FunctionName": "shop", "Description": "é"])
        let version = try #require(try await aws.send(publication).get().version)
        let update: JSONObject = ["FunctionName": "shop", "Name": "live", "FunctionVersion": .string(version)]
        let alias = try await aws.send(AWSWrite.updateAlias(update)).get()
        #expect(alias.version == version)
        #expect(try await aws.send(AWSRead.getAlias("live", of: "shop")).get().version == version)
        var versions: [String] = []
        for try await page in aws.pages(of: .listVersions(of: "shop")) { versions += page.compactMap(\.version) }
        #expect(versions.contains(version) && versions.contains("$LATEST"))

        let arn = try name("function")
        let tagging: JSONObject = ["Resource": .string(arn), "Tags": ["image": "a/b:é"]]
        try await aws.send(AWSWrite.tagResource(tagging)).get()
        let tags = try await aws.send(AWSRead.listTags(of: arn)).get()
        #expect(tags == ["stage": "prod", "image": "a/b:é"])
        let observed = try moto.cli("lambda", "get-function", "--function-name", "shop")
        #expect(observed["Code"]?["ImageUri"]?.string == uri && observed["Tags"]?["image"]?.string == "a/b:é")
        #expect(await refusal(of: .getFunction("gone"))?.code == "ResourceNotFoundException")
    }

    // MARK: - Scaling

    @Test func `a service's bounds are set`() async throws {
        let bounds: JSONObject = [
            "ServiceNamespace": "ecs", "ScalableDimension": "ecs:service:DesiredCount",
            "ResourceId": "service/prod/web", "MinCapacity": 2, "MaxCapacity": 5,
        ]
        try await aws.send(AWSWrite.registerScalableTarget(bounds)).get()
        let targets = try await aws.send(AWSRead.describeScalableTargets(["service/prod/web"])).get()
        #expect(targets == [ScalableTarget(resource: "service/prod/web", minimum: 2, maximum: 5)])
        #expect(try await aws.send(AWSRead.describeScalableTargets(["service/prod/gone"])).get().isEmpty)
    }

    @Test func `a group's bounds and size are set`() async throws {
        let before = try #require(try await aws.send(AWSRead.describeAutoScalingGroups(["nodes"])).get().first)
        #expect(before.tags == [AWSTag("stage", "a<b&c")] && before.instances.count == Int(before.desired))
        let update: JSONObject = [
            "AutoScalingGroupName": "nodes", "MinSize": 0, "MaxSize": 4, "DesiredCapacity": 3,
        ]
        try await aws.send(AWSWrite.updateAutoScalingGroup(update)).get()
        let after = try #require(try await aws.send(AWSRead.describeAutoScalingGroups(["nodes"])).get().first)
        #expect((after.minimum, after.maximum, after.desired) == (0, 4, 3))
        #expect(try await aws.send(AWSRead.describeAutoScalingGroups(["gone"])).get().isEmpty)
        let observed = try moto.cli("autoscaling", "describe-auto-scaling-groups")
        #expect(observed["AutoScalingGroups"]?.array?.first?["MaxSize"] == 4)
        let gone: JSONObject = ["AutoScalingGroupName": "gone", "DesiredCapacity": 1]
        #expect(await refusal(of: .updateAutoScalingGroup(gone))?.code == "ValidationError")
    }

    // MARK: - What a rollback looks at

    @Test func `parameters, secrets and roles are looked for`() async throws {
        #expect(try await aws.send(AWSRead.getParameters(["/shop/key", "/gone"])).get() == ["/shop/key"])
        let secret = try await aws.send(AWSRead.describeSecret(try name("secret"))).get()
        #expect(secret.deletedAt == nil && secret.versions.values.contains(["AWSCURRENT"]))
        #expect(try await aws.send(AWSRead.describeSecret("shop/gone")).get().deletedAt != nil)
        #expect(await refusal(of: .describeSecret("gone"))?.code == "ResourceNotFoundException")
        #expect(try await aws.send(AWSRead.getRole("runner")).get() == (try name("role")))
        #expect(await refusal(of: .getRole("gone"))?.code == "NoSuchEntity")
    }

    @Test func `log groups are found`() async throws {
        #expect(try await aws.send(AWSRead.describeLogGroups(prefix: "/ecs/shop")).get() == ["/ecs/shop"])
    }

    // MARK: - Who

    @Test func `a caller knows who it is, and takes on a role`() async throws {
        let identity = try await aws.send(AWSRead.getCallerIdentity()).get()
        #expect(identity.account == "123456789012")
        let role = try await aws.send(AWSRead.assumeRole(RoleRequest(roleARN: try name("role"), sessionName: "ana")))
            .get()
        #expect(role.arn?.hasSuffix("assumed-role/runner/ana") == true)
        let other = try await moto.client(role.credentials).send(AWSRead.getCallerIdentity()).get()
        #expect(other.arn == role.arn)
    }

    @Test func `signatures are checked, and hold`() async throws {
        let secret = try name("keySecret")
        let right = AWSCredentials(accessKeyID: try name("key"), secretAccessKey: Secret(secret))
        let wrong = AWSCredentials(accessKeyID: try name("key"), secretAccessKey: Secret(secret + "x"))
        try await moto.checkSignatures(true)
        let outcomes = await (
            moto.client(right).send(AWSRead.listTasks(of: "web", in: "prod")),
            moto.client(right).send(AWSRead.getRole("runner")),
            moto.client(wrong).send(AWSRead.listTasks(of: "web", in: "prod"))
        )
        try await moto.checkSignatures(false)
        #expect(try outcomes.0.get().count == 1)
        #expect(try outcomes.1.get() == (try name("role")))
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
