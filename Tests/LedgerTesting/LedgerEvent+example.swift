package import LedgerDomain
import LedgerLog
package import LedgerValues

extension LedgerEvent {
    /// An event of each type with every member filled in.
    package static func example(of type: EventType) -> LedgerEvent {
        switch type {
        case .stack(.created): .stack(.created(.example))
        case .stack(.changed): .stack(.changed(["description": "The shop and its checkout.", "region": .null]))
        case .stack(.deleted): .stack(.deleted(reason: "moved"))

        case .stage(.added): .stage(.added(.example))
        case .stage(.changed): .stage(.changed(["approval": "automatic", "settings": ["pipeline": .null]]))
        case .stage(.locked):
            .stage(.locked(reason: "sale weekend", expires: "2026-11-30T00:00:00Z", allows: [.rollback]))
        case .stage(.unlocked): .stage(.unlocked(reason: "the sale is over"))
        case .stage(.removed): .stage(.removed(reason: "replaced"))

        case .deployment(.requested): deployment(.requested(.example))
        case .deployment(.observed): deployment(.observed(.example))
        case .deployment(.approved): deployment(.approved(reason: "good on staging", remaining: 1))
        case .deployment(.rejected): deployment(.rejected(reason: "the migration is missing"))
        case .deployment(.started):
            deployment(
                .started(
                    revision: "shop-prod:42",
                    image: Example.image,
                    awsDeployment: Example.awsDeployment,
                    rollback: Example.awsDeployment,
                    images: ["proxy": "public.ecr.aws/docker/library/nginx@\(Example.digest)"]
                )
            )
        case .deployment(.succeeded):
            deployment(.succeeded(images: ["proxy": "public.ecr.aws/docker/library/nginx@\(Example.digest)"]))
        case .deployment(.failed):
            deployment(
                .failed(code: "TaskFailedToStart", message: "essential container exited", stops: [Example.stop])
            )
        case .deployment(.rolledBack):
            deployment(.rolledBack(to: 11, reason: "circuit breaker", stops: [Example.stop]))
        case .deployment(.cancelRequested): deployment(.cancelRequested(reason: "wrong image", for: .rollback))
        case .deployment(.cancelled): deployment(.cancelled(reason: "wrong image"))
        case .deployment(.superseded): deployment(.superseded(by: 13))
        case .deployment(.corrected): deployment(.corrected(sameAs: 11))
        case .deployment(.adopted): deployment(.adopted(reason: "restored from the backup of Friday"))
        case .deployment(.marked): deployment(.marked(.bad, reason: "loses the basket"))

        case .action(.intended): action(.intended(.example))
        case .action(.attempted): action(.attempted(attempt: 1, epoch: 7, worker: "runner-4:20117"))
        case .action(.succeeded):
            action(.succeeded(attempt: 1, requestID: "f1d2d2f9", result: ["taskDefinitionArn": .string(Example.arn)]))
        case .action(.failed):
            action(.failed(attempt: 1, code: "ThrottlingException", message: "Rate exceeded", retryable: true))
        case .action(.doubted): action(.doubted(attempt: 1, why: "the connection closed after the request was sent"))
        case .action(.reconciled):
            action(.reconciled(.landed, evidence: ["taskDefinitionArn": .string(Example.arn)]))
        case .action(.resolved): action(.resolved(.absent, reason: "not in the console"))
        case .action(.abandoned): action(.abandoned(reason: "the deployment was cancelled"))

        case .task(.stopped): .stage(.taskStopped(Example.deployment, version: 12, Example.stop))

        case .drift(.detected): .stage(.driftDetected(.example))
        case .drift(.cleared): .stage(.driftCleared)

        case .revision(.registered): .revision(.registered(.example))
        case .revision(.deregistered): .revision(.deregistered(family: "shop-prod", revision: "shop-prod:17"))

        case .image(.pushed):
            .image(.pushed(digest: Example.digest, tags: ["2.14", "main"], size: 83_412_976, commit: Example.commit))
        case .image(.tagged):
            .image(.tagged(tag: "prod", digest: Example.digest, previous: Example.previousDigest))
        case .image(.deleted): .image(.deleted(digest: Example.digest, tag: "2.14", why: .lifecycle))
        case .image(.scanned): .image(.scanned(digest: Example.digest, status: "COMPLETE", findings: ["HIGH": 1]))

        case .build(.started): .build(.started(execution: "6f2d8a3e", commit: Example.commit))
        case .build(.succeeded):
            .build(.succeeded(execution: "6f2d8a3e", commit: Example.commit, image: Example.image))
        case .build(.failed):
            .build(
                .failed(
                    execution: "6f2d8a3e",
                    commit: Example.commit,
                    phase: "BUILD",
                    message: "exit 1",
                    log: "https://logs.example.com/1"
                )
            )

        case .observation(.kept): .observation(.kept(Example.observation, .example))
        case .observation(.claimed): .observation(.claimed(Example.observation, by: "shop/prod"))

        case .call(.observed): .call(.observed(.example))

        case .ledger(.lossAccepted): .custody(.lossAccepted(.example))
        case .ledger(.signingKeyReplaced):
            .custody(
                .signingKeyReplaced(
                    old: Example.key("a"),
                    new: Example.key("b"),
                    reason: "a loss was accepted",
                    signature: Array(repeating: 7, count: 68).base64
                )
            )
        }
    }

    private static func deployment(_ event: DeploymentEvent) -> LedgerEvent {
        .stage(.deployment(Example.deployment, version: 12, event))
    }

    private static func action(_ event: ActionEvent) -> LedgerEvent {
        .stage(.action(Example.action, deployment: Example.deployment, event))
    }
}

/// Values shared by the examples.
package enum Example {
    package static let deployment: DeploymentID = "0193a2b4-5c6d-7e8f-8a1b-2c3d4e5f6071"
    package static let action: ActionID = "0193a2b4-6d01-7a2b-9c3d-4e5f60718293"
    package static let observation: UniqueID = "5b7f9d52-1c0e-8c57-9d55-2f6b0f6f3a11"
    package static let commit = "4f0c2a9be1d35f7768a9b0c1d2e3f4a5b6c7d8e9"
    package static let digest = digest(of: "shop 2.14")
    package static let previousDigest = digest(of: "shop 2.13")
    package static let image = image("shop 2.14")
    package static let arn = "arn:aws:ecs:us-east-1:123456789012:task-definition/shop-prod:42"
    package static let awsDeployment = "ecs-svc/1234567890123456789"
    package static let stop = TaskStop(
        task: "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
        code: "EssentialContainerExited",
        reason: "Essential container in task exited",
        containers: [TaskStop.Container(name: "api", exitCode: 137, reason: "OutOfMemoryError: Container killed")],
        stoppedAt: "2026-11-03T10:00:24Z"
    )
    package static let sealed: JSONValue = [
        "sealed": "q2wZs0d1mB4jv0mXkYt7lWcE9yJr3Q5a8uTn6gVbR1xK4oPdHfLiZ2eS7wU=",
        "mac": .string(SHA256Hash(of: Array("DATABASE_URL".utf8)).description),
    ]
    package static let definition: JSONObject = [
        "family": "shop-prod",
        "cpu": "512",
        "memory": "1024",
        "containerDefinitions": [
            [
                "name": "api",
                "image": .string(image),
                "environment": [["name": "DATABASE_URL", "value": sealed]],
                "secrets": [["name": "API_KEY", "valueFrom": "arn:aws:ssm:us-east-1:123456789012:parameter/key"]],
            ]
        ],
    ]

    /// A text with the form of a verifier key.
    package static func key(_ digit: Character) -> String {
        "stackledger/0193a2b4-5c6d-7e8f-8a1b-2c3d4e5f6071+\(String(repeating: digit, count: 8))+Aa3VbG8="
    }

    /// A full digest for a readable name.
    package static func digest(of name: String) -> String {
        "sha256:\(SHA256Hash(of: Array(name.utf8)))"
    }

    /// A full image reference for a readable name.
    package static func image(_ name: String) -> String {
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/api@\(digest(of: name))"
    }
}

extension StackCreated {
    fileprivate static let example = StackCreated(
        stack: "shop",
        architecture: .container,
        repository: SourceRepository(provider: "github", url: "https://github.com/example/shop", branch: "main"),
        account: "123456789012",
        region: "us-east-1",
        description: "The web shop."
    )
}

extension StageAdded {
    fileprivate static let example = StageAdded(
        id: "shop/prod",
        placement: .after("staging"),
        account: "123456789012",
        region: "us-east-1",
        target: .ecs(cluster: "main", service: "shop-prod", family: "shop-prod", container: "api"),
        approval: .manual,
        settings: ["pipeline": "shop-main"]
    )
}

extension DeploymentRequest {
    fileprivate static let example = DeploymentRequest(
        kind: .promote,
        image: Example.image,
        commit: Example.commit,
        revision: "shop-prod:42",
        origin: .stage("staging", version: 31),
        reason: "release 2.14",
        changes: ["desiredCount": 3],
        idempotencyKey: "release-2.14"
    )
}

extension ObservedDeployment {
    fileprivate static let example = {
        var observed = ObservedDeployment(
            awsDeployment: Example.awsDeployment,
            revision: "shop-prod:42",
            image: Example.image,
            startedAt: "2026-11-03T10:00:05Z",
            rollback: Example.awsDeployment
        )
        observed.images = ["api": Example.image]
        return observed
    }()
}

extension ActionIntent {
    fileprivate static let example = ActionIntent(
        service: "ecs",
        operation: "RegisterTaskDefinition",
        in: Registry(account: "123456789012", region: "us-east-1"),
        actionClass: .probeable,
        request: Example.definition,
        token: "0193a2b4-6d01"
    )
}

extension Drift {
    fileprivate static let example = Drift(
        expected: ["revision": "shop-prod:42"],
        observed: ["revision": "shop-prod:44"],
        principal: "arn:aws:iam::123456789012:user/eve"
    )
}

extension RegisteredRevision {
    fileprivate static let example = RegisteredRevision(
        family: "shop-prod",
        revision: "shop-prod:42",
        arn: Example.arn,
        definition: Example.definition,
        registeredAt: "2026-11-03T09:58:41Z",
        registeredBy: "arn:aws:iam::123456789012:role/deployer",
        fingerprint: Example.commit
    )
}

extension KeptObservation {
    fileprivate static let example = KeptObservation(
        event: "8952ba83-7be2-4ab5-9c32-6687532d15a2",
        detailType: "ECS Task State Change",
        source: "aws.ecs",
        account: "123456789012",
        region: "us-east-1",
        time: "2026-11-03T10:00:05Z",
        resources: ["arn:aws:ecs:us-east-1:123456789012:task/main/0af1"],
        detail: [
            "startedBy": .string(Example.awsDeployment),
            "overrides": [
                "containerOverrides": [["name": "api", "environment": [["name": "TOKEN", "value": Example.sealed]]]]
            ],
        ],
        waitsFor: "shop/prod"
    )
}

extension ObservedCall {
    fileprivate static let example = {
        var call = ObservedCall(
            service: "ecs",
            operation: "UpdateService",
            principal: CallPrincipal("deployer/ci-4711", .role),
            at: "2026-11-03T10:00:05Z",
            requestID: "8f7d2c1a-1b3e-4d5f-9a6b-7c8d9e0f1a2b",
            event: "1c2d3e4f-5a6b-4c7d-8e9f-0a1b2c3d4e5f"
        )
        call.address = "203.0.113.7"
        call.agent = "aws-cli/2.31.0"
        call.request = ["cluster": "main", "service": "shop-prod", "desiredCount": 0, "token": .null]
        call.response = ["service": ["deployments": [["id": .string(Example.awsDeployment)]]]]
        call.hidden = ["token"]
        call.awsDeployment = Example.awsDeployment
        call.refusal = CallRefusal(code: "AccessDenied", message: "not authorized")
        return call
    }()
}

extension AcceptedLoss {
    fileprivate static let example = AcceptedLoss(
        acknowledged: 1_242,
        acknowledgedRoot: "\(SHA256Hash(of: Array("1242 events".utf8)))",
        restored: 1_200,
        restoredRoot: "\(SHA256Hash(of: Array("1200 events".utf8)))",
        reason: "the disk is gone"
    )
}
