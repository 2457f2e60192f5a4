import LedgerDomain
import LedgerLog
import Testing

@testable import LedgerIntake
import LedgerValues

struct `What an event means` {
    static let registry = Registry(account: AWSEvent.account, region: AWSEvent.region)

    private func translation(_ value: JSONValue) throws -> Translation {
        try Translation(of: try Envelope(try #require(value.object)))
    }

    private func build(_ event: BuildEvent, in pipeline: String = "shop-main") -> Translation {
        .fact(.pipeline(Self.registry, name: pipeline), .build(event))
    }

    @Test(arguments: [
        ("main/shop-prod", nil, "main"), ("shop-prod", "main", "main"), ("shop-prod", nil, nil),
        ("main/shop-prod", "main", "main"),
    ])
    func `names a service by either form of its ARN`(arn: String, clusterARN: String?, cluster: String?) throws {
        let event = AWSEvent.deployment(
            "COMPLETED",
            "ecs-svc/1",
            at: "2026-11-03T10:00:00Z",
            service: arn,
            cluster: clusterARN
        )
        guard case .sighting(let fact) = try translation(event) else { throw Unexpected() }
        #expect(fact.workload == .service(Self.registry, cluster: cluster, name: "shop-prod"))
        #expect(fact.news == .deployment(.completed))
    }

    @Test(arguments: [
        ("ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/7.", "ecs-svc/7"),
        ("ECS deployment alarm: rolling back to deploymentId ecs-svc/7", "ecs-svc/7"),
        ("(service shop) rolling back.", "ecs-svc/9"),
    ])
    func `is AWS's way back to an earlier deployment`(reason: String, target: String) throws {
        let event = AWSEvent.deployment("IN_PROGRESS", "ecs-svc/9", at: "2026-11-03T10:00:00Z", reason: reason)
        guard case .sighting(let fact) = try translation(event) else { throw Unexpected() }
        #expect(fact.news == .deployment(.rollingBack(to: target)))
        #expect(fact.awsDeployment == "ecs-svc/9" && fact.fact(for: Harness.stage(), in: Stage())?.subject == target)
    }

    @Test func `links a deployment to its revision and image through a task`() throws {
        let event = AWSEvent.task(of: "ecs-svc/1", revision: 42, createdAt: "2026-11-03T10:00:00Z")
        guard case .sighting(let fact) = try translation(event) else { throw Unexpected() }
        let image = "\(AWSEvent.repository)@\(AWSEvent.digest)"
        #expect(fact.awsDeployment == "ecs-svc/1")
        #expect(fact.fact(for: Harness.stage(), in: Stage())?.news == .content(revision: "shop:42", image: image))
    }

    @Test func `tells the images of other containers that a tag hides`() throws {
        let digest = "sha256:" + String(repeating: "7", count: 64)
        let event = AWSEvent.task(of: "ecs-svc/1", revision: 42, logDigest: digest, createdAt: "2026-11-03T10:00:00Z")
        guard case .sighting(let fact) = try translation(event) else { throw Unexpected() }
        let image = "\(AWSEvent.repository)@\(AWSEvent.digest)"
        let images = ["log": "public.ecr.aws/logs/router@\(digest)"]
        #expect(
            fact.fact(for: Harness.stage(), in: Stage())?.news
                == .content(revision: "shop:42", image: image, images: images)
        )
    }

    @Test func `finds a stage's container by its repository if the name differs`() throws {
        let event = AWSEvent.task(of: "ecs-svc/1", revision: 42, createdAt: "2026-11-03T10:00:00Z")
        guard case .sighting(let fact) = try translation(event) else { throw Unexpected() }
        var stage = Harness.stage()
        stage.target = .ecs(cluster: "main", service: "shop-prod", family: "shop", container: "web")
        let image = "\(AWSEvent.repository)@\(AWSEvent.digest)"
        let unnamed = DeploymentFact.News.content(revision: "shop:42", image: nil, images: ["api": image])
        #expect(fact.fact(for: stage, in: Stage())?.news == unnamed)
        stage.settings = ["repository": "shop/api"]
        #expect(fact.fact(for: stage, in: Stage())?.news == .content(revision: "shop:42", image: image))
    }

    @Test func `is empty for a task that no service started`() throws {
        let event = AWSEvent.task(of: "ana", revision: 42, createdAt: "2026-11-03T10:00:00Z")
        #expect(try translation(event) == .withoutEffect)
    }

    @Test func `is a push, a deletion or a scan of an image`() throws {
        let repository = StreamName.repository(Self.registry, name: "shop/api")
        let pushed = ImageEvent.pushed(digest: AWSEvent.digest, tags: ["v1"], size: nil, commit: nil)
        #expect(try translation(AWSEvent.image("PUSH")) == .fact(repository, .image(pushed)))
        let deleted = ImageEvent.deleted(digest: AWSEvent.digest, tag: "v1", why: .unknown)
        #expect(try translation(AWSEvent.image("DELETE")) == .fact(repository, .image(deleted)))
        let scan = AWSEvent.event(
            "ECR Image Scan",
            from: "aws.ecr",
            id: "x",
            at: "2026-11-03T09:00:00Z",
            [
                "scan-status": "COMPLETE", "repository-name": "shop/api", "image-digest": .string(AWSEvent.digest),
                "finding-severity-counts": ["HIGH": 2],
            ]
        )
        let scanned = ImageEvent.scanned(digest: AWSEvent.digest, status: "COMPLETE", findings: ["HIGH": 2])
        #expect(try translation(scan) == .fact(repository, .image(scanned)))
    }

    @Test func `is rejected with an invalid digest`() throws {
        let event = AWSEvent.image("PUSH", digest: "sha256:7f5b")
        #expect(throws: Defect.Reason.invalid("image-digest", wanted: "'sha256:' and 64 hexadecimal digits")) {
            try translation(event)
        }
    }

    @Test func `is the start and the end of a pipeline's execution`() throws {
        #expect(
            try translation(AWSEvent.pipeline(["state": "STARTED"]))
                == build(.started(execution: "6f2d8a3e", commit: nil))
        )
        #expect(
            try translation(AWSEvent.pipeline(["state": "SUCCEEDED"]))
                == build(.succeeded(execution: "6f2d8a3e", commit: nil, image: nil))
        )
        #expect(
            try translation(AWSEvent.pipeline(["state": "STOPPED", "stop-execution-comments": "wrong branch"]))
                == build(.failed(execution: "6f2d8a3e", commit: nil, phase: nil, message: "wrong branch", log: nil))
        )
        #expect(try translation(AWSEvent.pipeline(["state": "STOPPING"])) == .withoutEffect)
        #expect(try translation(AWSEvent.pipeline(["state": "FAILED"], of: "Stage")) == .withoutEffect)
    }

    @Test func `is the commit that a source action found, and why an action failed`() throws {
        let source: JSONObject = [
            "state": "SUCCEEDED", "type": ["category": "Source"],
            "execution-result": ["external-execution-id": "4f0c2a9be1d35f77"],
        ]
        #expect(
            try translation(AWSEvent.pipeline(source, of: "Action"))
                == build(.started(execution: "6f2d8a3e", commit: "4f0c2a9be1d35f77"))
        )
        let failed: JSONObject = [
            "state": "FAILED", "stage": "Build", "action": "Compile", "type": ["category": "Build"],
            "execution-result": ["external-execution-summary": "exit 1", "external-execution-url": "https://log"],
        ]
        #expect(
            try translation(AWSEvent.pipeline(failed, of: "Action"))
                == build(
                    .failed(
                        execution: "6f2d8a3e",
                        commit: nil,
                        phase: "Build/Compile",
                        message: "exit 1",
                        log: "https://log"
                    )
                )
        )
    }

    @Test(arguments: ["SUCCEEDED", "FAILED", "TIMED_OUT", "IN_PROGRESS"])
    func `has the commit of a build, however it is written`(status: String) throws {
        let commit = "77ee88dd99cc00bb11aa22ff33ee44dd55cc66bb"
        let versions = [commit: commit, "refs/heads/main^{\(commit)}": commit, "main": nil, "main^{tree}": nil]
        for (version, expected) in versions {
            let event = AWSEvent.build(status, ["initiator": "rule/main", "source-version": .string(version)])
            guard case .facts(let facts) = try translation(event), case .build(let build)? = facts.first?.event else {
                Issue.record("\(event)")
                continue
            }
            #expect(build.commit == expected, "\(version)")
        }
    }

    @Test func `is a build of a project, or of the pipeline that started it`() throws {
        let commit = "4f0c2a9be1d35f7768a9b0c1d2e3f4a5b6c7d8e9"
        #expect(
            try translation(AWSEvent.build("IN_PROGRESS", ["initiator": "ana", "source-version": .string(commit)]))
                == build(.started(execution: "shop-build:8745", commit: commit), in: "shop-build")
        )
        let failed: JSONObject = [
            "initiator": "codepipeline/shop-main", "logs": ["deep-link": "https://log"],
            "phases": [
                ["phase-type": "INSTALL", "phase-status": "SUCCEEDED"],
                ["phase-type": "BUILD", "phase-status": "FAILED", "phase-context": ["COMMAND_ERROR: exit 1", ": "]],
            ],
        ]
        let event = BuildEvent.failed(
            execution: "shop-build:8745",
            commit: nil,
            phase: "BUILD",
            message: "COMMAND_ERROR: exit 1",
            log: "https://log"
        )
        #expect(try translation(AWSEvent.build("FAILED", failed)) == build(event))
    }

    @Test(arguments: [
        ("ECS Service Action", "aws.ecs", Translation.withoutEffect),
        ("ECS Container Instance State Change", "aws.ecs", .notUnderstood),
        ("EC2 Instance Launch Successful", "aws.autoscaling", .notUnderstood),
        ("ECR Image Action", "com.example", .notUnderstood),
    ])
    func `may be irrelevant to the ledger`(type: String, source: String, meaning: Translation) throws {
        let event = AWSEvent.event(type, from: source, id: "x", at: "2026-11-03T09:00:00Z", ["eventName": "NEW_NAME"])
        #expect(try translation(event) == meaning)
    }

    @Test func `has the principal as actor if one is named`() throws {
        let arn = "arn:aws:sts::123456789012:assumed-role/Admin/ana"
        let event = AWSEvent.pipeline(["state": "STARTED", "execution-trigger": ["trigger-detail": .string(arn)]])
        #expect(try Envelope(try #require(event.object)).actor == arn)
        #expect(try Envelope(try #require(AWSEvent.image("PUSH").object)).actor == "ecr.amazonaws.com")
    }

    @Test func `does not need an account in the envelope`() throws {
        let event = AWSEvent.deployment("COMPLETED", "ecs-svc/1", at: "2026-11-03T10:00:00Z")
            .setting("account", to: nil).setting("region", to: nil)
        guard case .sighting(let fact) = try translation(event) else { throw Unexpected() }
        #expect(fact.workload == .service(Self.registry, cluster: "main", name: "shop-prod"))
        let push = AWSEvent.image("PUSH").setting("account", to: nil)
        #expect(throws: Defect.Reason.missing("account")) { try translation(push) }
    }
}

struct Unexpected: Error {}

extension BuildEvent {
    fileprivate var commit: String? {
        switch self {
        case .started(_, let commit), .succeeded(_, let commit, _), .failed(_, let commit, _, _, _): commit
        }
    }
}
