import LedgerDomain
import LedgerTesting
import Testing
import LedgerValues

/// Given what has happened, a proposal causes events or is turned down.
struct `A stage` {
    private struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let given: [StageEvent]
        let when: StageEvent
        let then: Result<[StageEvent], Rejection>

        init(_ name: String, given: [StageEvent], when: StageEvent, then: [StageEvent]) {
            (self.name, self.given, self.when, self.then) = (name, given, when, .success(then))
        }

        /// The proposal itself.
        init(_ name: String, given: [StageEvent], allows when: StageEvent) {
            self.init(name, given: given, when: when, then: [when])
        }

        init(_ name: String, given: [StageEvent], when: StageEvent, rejected: Rejection) {
            (self.name, self.given, self.when, self.then) = (name, given, when, .failure(rejected))
        }

        var testDescription: String { name }
    }

    private static let id: StageID = "shop/prod"
    private static let now: Timestamp = "2026-11-03T12:00:00Z"
    private static let target = StageTarget.lambda(function: "f")
    private static let added = StageEvent.added(StageAdded(id: id, account: "1", region: "r", target: target))
    private static let manual = StageEvent.added(
        StageAdded(id: id, account: "1", region: "r", target: target, approval: .manual)
    )

    private static func deployment(_ version: Int, _ event: DeploymentEvent) -> StageEvent {
        .deployment(UniqueID(high: 1, low: UInt64(version)), version: version, event)
    }

    private static func requested(_ version: Int, _ kind: DeploymentKind = .deploy) -> StageEvent {
        deployment(version, .requested(DeploymentRequest(kind: kind)))
    }

    /// By this program, which carries it out.
    private static func planned(_ version: Int, _ kind: DeploymentKind = .deploy) -> StageEvent {
        var request = DeploymentRequest(kind: kind)
        request.plan = [.updateService]
        return deployment(version, .requested(request))
    }

    private static func action(_ name: ActionID, _ event: ActionEvent, of version: UInt64 = 1) -> StageEvent {
        .action(name, deployment: UniqueID(high: 1, low: version), event)
    }

    private static let intent = ActionEvent.intended(
        ActionIntent(service: "ecs", operation: "UpdateService", actionClass: .convergent, request: [:])
    )
    private static let failed = DeploymentEvent.failed(code: "E", message: "m")
    private static let started = DeploymentEvent.started(revision: nil, image: nil, awsDeployment: nil)
    private static let seen = deployment(1, .observed(ObservedDeployment(startedAt: "2026-11-03T11:59:59Z")))
    private static let before = deployment(0, .observed(ObservedDeployment(revision: "shop:1")))

    private static func forced(_ version: Int, reason: String?) -> StageEvent {
        var request = DeploymentRequest(kind: .rollback, reason: reason)
        request.changes.isForced = true
        return deployment(version, .requested(request))
    }

    private static let lock = StageEvent.locked(reason: "sale", expires: nil)

    private static let cases: [Case] = [
        Case("is added once", given: [], allows: added),
        Case("is not added twice", given: [added], when: added, rejected: .stageExists(id)),
        Case("is added again after its removal", given: [added, .removed(reason: nil)], allows: added),
        Case(
            "goes on numbering after it",
            given: [added, requested(1), deployment(1, failed), .removed(reason: nil), added],
            allows: requested(2)
        ),
        Case("is changed by what changes", given: [added], allows: .changed(["approval": "manual"])),
        Case("is not changed by nothing", given: [added], when: .changed([:]), then: []),
        Case(
            "has no other settings",
            given: [added],
            when: .changed(["name": "x"]),
            rejected: .memberNotAllowed("name")
        ),
        Case("is locked", given: [added], allows: lock),
        Case(
            "is not locked over a lock that holds",
            given: [added, lock],
            when: .locked(reason: "move", expires: nil),
            rejected: .stageLocked(id, reason: "sale", expires: nil)
        ),
        Case("is locked again after its lock", given: [added, .locked(reason: "sale", expires: now)], allows: lock),
        Case("is unlocked when it is locked", given: [added, lock], allows: .unlocked(reason: nil)),
        Case("is not unlocked otherwise", given: [added], when: .unlocked(reason: nil), rejected: .stageNotLocked(id)),
        Case(
            "takes nothing while it is locked",
            given: [added, lock],
            when: requested(1),
            rejected: .stageLocked(id, reason: "sale", expires: nil)
        ),
        Case("takes all after its lock", given: [added, .locked(reason: "sale", expires: now)], allows: requested(1)),
        Case(
            "takes what its lock allows",
            given: [added, .locked(reason: "sale", expires: nil, allows: [.rollback])],
            allows: requested(1, .rollback)
        ),
        Case(
            "takes nothing else than its lock allows",
            given: [added, .locked(reason: "sale", expires: nil, allows: [.rollback])],
            when: requested(1),
            rejected: .stageLocked(id, reason: "sale", expires: nil)
        ),
        Case(
            "takes a forced rollback in spite of its lock",
            given: [added, lock],
            allows: forced(1, reason: "it burns")
        ),
        Case(
            "takes no forced rollback without a reason",
            given: [added, lock],
            when: forced(1, reason: nil),
            rejected: .stageLocked(id, reason: "sale", expires: nil)
        ),
        Case("has a version 0 of what ran before", given: [added], allows: before),
        Case(
            "begins with version 1 after it",
            given: [added, before, deployment(0, .succeeded())],
            allows: requested(1)
        ),
        Case(
            "has no version 0 later",
            given: [added, requested(1), deployment(1, failed)],
            when: before,
            rejected: .versionNotNext(id, expected: 2, found: 0)
        ),
        Case(
            "finishes what is open while it is locked",
            given: [added, requested(1), lock],
            allows: deployment(1, .succeeded())
        ),
        Case(
            "is not removed with a deployment open",
            given: [added, requested(1)],
            when: .removed(reason: nil),
            rejected: .deploymentOpen(id, version: 1)
        ),
        Case(
            "begins with version 1",
            given: [added],
            when: requested(2),
            rejected: .versionNotNext(id, expected: 1, found: 2)
        ),
        Case(
            "has one open deployment",
            given: [added, requested(1)],
            when: requested(2),
            rejected: .deploymentOpen(id, version: 1)
        ),
        Case(
            "has the next when it has ended",
            given: [added, requested(1), deployment(1, failed)],
            allows: requested(2)
        ),
        Case(
            "waits for approval",
            given: [manual, requested(1)],
            when: deployment(1, started),
            rejected: .approvalMissing(id, version: 1)
        ),
        Case(
            "goes on with it",
            given: [manual, requested(1), deployment(1, .approved(reason: nil))],
            allows: deployment(1, started)
        ),
        Case("asks for none for a rollback", given: [manual, requested(1, .rollback)], allows: deployment(1, started)),
        Case(
            "is approved only when it waits",
            given: [added, requested(1)],
            when: deployment(1, .approved(reason: nil)),
            rejected: .approvalNotAsked(id, version: 1)
        ),
        Case(
            "is rejected before it starts",
            given: [manual, requested(1)],
            allows: deployment(1, .rejected(reason: "no"))
        ),
        Case(
            "is not rejected afterwards",
            given: [added, requested(1), deployment(1, started)],
            when: deployment(1, .rejected(reason: "no")),
            rejected: .deploymentStarted(id, version: 1)
        ),
        Case(
            "ends once",
            given: [added, requested(1), deployment(1, .succeeded())],
            when: deployment(1, failed),
            rejected: .deploymentEnded(id, version: 1, .succeeded)
        ),
        Case(
            "knows its deployments",
            given: [added],
            when: deployment(1, .succeeded()),
            rejected: .deploymentUnknown(id, UniqueID(high: 1, low: 1))
        ),
        Case(
            "is marked after its end",
            given: [added, requested(1), deployment(1, .succeeded())],
            allows: deployment(1, .marked(.bad, reason: "slow"))
        ),
        Case(
            "sees what was not asked for, which ends what is open",
            given: [added, requested(1)],
            when: deployment(2, .observed(ObservedDeployment())),
            then: [deployment(1, .superseded(by: 2)), deployment(2, .observed(ObservedDeployment()))]
        ),
        Case(
            "sees what began before an act, which goes on",
            given: [added, requested(1)],
            allows: deployment(2, .observed(ObservedDeployment(startedAt: "2026-11-03T11:59:59Z")))
        ),
        Case(
            "replaces what was only seen",
            given: [added, seen],
            when: planned(2, .rollback),
            then: [deployment(1, .superseded(by: 2)), planned(2, .rollback)]
        ),
        Case(
            "is not deployed by others while what was seen is under way",
            given: [added, seen],
            when: requested(2),
            rejected: .deploymentOpen(id, version: 1)
        ),
        Case(
            "has to end its own deployment, also where another was seen since",
            given: [
                added, requested(1), deployment(2, .observed(ObservedDeployment(startedAt: "2026-11-03T11:59:59Z"))),
            ],
            when: planned(3),
            rejected: .deploymentOpen(id, version: 1)
        ),
        Case(
            "is not scaled while what was seen is under way",
            given: [added, seen],
            when: planned(2, .scale),
            rejected: .deploymentOpen(id, version: 1)
        ),
        Case(
            "takes AWS's word for what was only concluded",
            given: [added, requested(1), deployment(1, .superseded(by: 2))],
            allows: deployment(1, .succeeded())
        ),
        Case(
            "takes AWS's rollback after its failure",
            given: [added, requested(1), deployment(1, failed)],
            allows: deployment(1, .rolledBack(to: nil, reason: "m"))
        ),
        Case(
            "intends an action once",
            given: [added, requested(1), action("a", intent)],
            when: action("a", intent),
            rejected: .actionExists("a")
        ),
        Case(
            "answers what was intended",
            given: [added, requested(1)],
            when: action("a", .doubted(attempt: 1, why: "x")),
            rejected: .actionUnknown("a")
        ),
        Case(
            "answers once",
            given: [added, requested(1), action("a", intent), action("a", .abandoned(reason: nil))],
            when: action("a", .doubted(attempt: 1, why: "x")),
            rejected: .actionEnded("a")
        ),
        Case(
            "tries again after what can be tried again",
            given: [
                added, requested(1), action("a", intent),
                action("a", .failed(attempt: 1, code: "T", message: "m", retryable: true)),
            ],
            allows: action("a", .attempted(attempt: 2, epoch: 1, worker: "w"))
        ),
        Case(
            "acts only for a deployment",
            given: [added],
            when: action("a", intent, of: 9),
            rejected: .deploymentUnknown(id, UniqueID(high: 1, low: 9))
        ),
        Case(
            "is cleared of a drift that there is",
            given: [added, .driftDetected(Drift(expected: [:], observed: [:]))],
            allows: .driftCleared
        ),
        Case("and of no other", given: [added], when: .driftCleared, then: []),
    ]

    @Test(arguments: cases)
    private func `decides`(example: Case) throws {
        var stage = Stage()
        for event in example.given { stage.evolve(event, at: Self.now) }
        #expect(Result { () throws(Rejection) in try stage.decide(example.when, at: Self.now) } == example.then)
    }
}

struct `A stack` {
    private let created = StackEvent.created(StackCreated(stack: "shop", architecture: .container))
    private let now: Timestamp = "2026-11-03T12:00:00Z"

    private func stack(_ events: [StackEvent], stages: [StageName] = []) -> Stack {
        var stack = Stack()
        for event in events { stack.evolve(event, at: now) }
        for stage in stages { stack.addStage(stage, .last) }
        return stack
    }

    private func decision(_ event: StackEvent, on stack: Stack) -> Result<[StackEvent], Rejection> {
        Result { () throws(Rejection) in try stack.decide(event, named: "shop", at: now) }
    }

    @Test func `is created once, and again when it was deleted`() {
        #expect(decision(created, on: stack([])) == .success([created]))
        #expect(decision(created, on: stack([created])) == .failure(.stackExists("shop")))
        #expect(decision(created, on: stack([created, .deleted(reason: nil)])) == .success([created]))
    }

    @Test func `is changed and deleted only when it is there`() {
        #expect(decision(.deleted(reason: nil), on: stack([])) == .failure(.stackUnknown("shop")))
        #expect(decision(.changed(["region": "r-1"]), on: stack([])) == .failure(.stackUnknown("shop")))
        #expect(decision(.changed([:]), on: stack([created])) == .success([]))
        #expect(decision(.changed(["name": "x"]), on: stack([created])) == .failure(.memberNotAllowed("name")))
    }

    @Test func `is not deleted with stages`() {
        let full = stack([created], stages: ["dev", "prod"])
        #expect(decision(.deleted(reason: nil), on: full) == .failure(.stackHasStages("shop", ["dev", "prod"])))
    }

    @Test func `keeps its stages in order`() {
        var stack = stack([created], stages: ["dev", "prod"])
        stack.addStage("staging", .after("dev"))
        stack.addStage("local", .first)
        stack.addStage("canary", .after("nobody"))
        #expect(stack.stages == ["local", "dev", "staging", "prod", "canary"])
        stack.removeStage("staging")
        stack.addStage("dev", .last)
        #expect(stack.stages == ["local", "prod", "canary", "dev"])
    }

    @Test func `takes a stage with a fit name after one that it has`() throws {
        let stack = stack([created], stages: ["dev"])
        func added(_ name: StageName, _ placement: StagePlacement = .last) -> StageAdded {
            StageAdded(
                id: StageID("shop", name),
                placement: placement,
                account: "1",
                region: "r",
                target: .lambda(function: "f")
            )
        }
        try stack.check(added("prod", .after("dev")))
        #expect(throws: Rejection.stageExists("shop/dev")) { try stack.check(added("dev")) }
        #expect(throws: Rejection.stageUnknown("shop/qa")) { try stack.check(added("prod", .after("qa"))) }
        #expect(throws: Rejection.invalidName("latest", .reservedTag("latest"))) { try stack.check(added("latest")) }
        #expect(throws: Rejection.stackUnknown("shop")) { try Stack().check(added("prod")) }
    }
}
