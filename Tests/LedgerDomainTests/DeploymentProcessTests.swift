import LedgerDomain
import LedgerTesting
import Testing
import LedgerValues

/// What is to be done next, after what has happened.
struct `A deployment's process` {
    private static let deployment: DeploymentID = "00000000-0000-7000-8000-000000000001"
    private static let register: ActionID = "00000000-0000-7000-8000-000000000002"
    private static let update: ActionID = "00000000-0000-7000-8000-000000000003"
    private static let noon: Timestamp = "2026-11-03T12:00:00Z"

    private static func process(after events: [StageEvent]) -> DeploymentProcess {
        var process = DeploymentProcess(deployment)
        for event in events { process.evolve(event, at: noon) }
        return process
    }

    private static func requested(_ plan: [DeploymentOperation] = [.registerTaskDefinition, .updateService])
        -> StageEvent
    {
        let changes: DeploymentChanges = ["plan": .array(plan.map { .string($0.rawValue) })]
        return .deployment(
            deployment,
            version: 1,
            .requested(DeploymentRequest(kind: .deploy, image: "r@sha256:1", changes: changes))
        )
    }

    private static func event(_ event: DeploymentEvent) -> StageEvent {
        .deployment(deployment, version: 1, event)
    }

    private static func intended(_ id: ActionID, _ operation: DeploymentOperation) -> StageEvent {
        .action(id, deployment: deployment, .intended(ActionIntent(operation, [:])))
    }

    private static func act(_ id: ActionID, _ event: ActionEvent) -> StageEvent {
        .action(id, deployment: deployment, event)
    }

    private static func attempted(_ id: ActionID, _ attempt: Int = 1) -> StageEvent {
        act(id, .attempted(attempt: attempt, epoch: 1, worker: "w"))
    }

    private static func landed(_ id: ActionID, _ result: JSONObject) -> StageEvent {
        act(id, .succeeded(attempt: 1, requestID: nil, result: result))
    }

    private static let registered = [
        requested(), intended(register, .registerTaskDefinition), attempted(register),
        landed(register, ["revision": "shop:7"]),
    ]
    private static let updated =
        registered + [
            intended(update, .updateService), attempted(update), landed(update, ["awsDeployment": "ecs-svc/1"]),
        ]
    private static let begun = DeploymentStart(revision: "shop:7", image: "r@sha256:1", awsDeployment: "ecs-svc/1")
    private static let started = event(.started(revision: "shop:7", image: "r@sha256:1", awsDeployment: "ecs-svc/1"))

    private static let stop: ActionID = "00000000-0000-7000-8000-000000000004"
    private static let unwanted = event(.cancelRequested(reason: "wrong image"))
    private static let cancelled = DeploymentStep.end(.cancelled, code: "cancelled", message: "wrong image")
    private static let stopping =
        updated + [started, unwanted, intended(stop, .stopServiceDeployment), attempted(stop)]

    private static let refused = ActionEvent.failed(attempt: 1, code: "E", message: "m", retryable: false)
    private static let throttled = ActionEvent.failed(attempt: 1, code: "T", message: "m", retryable: true)

    static let cases: [(String, [StageEvent], DeploymentStep)] = [
        ("nothing before it is asked for", [], .none),
        ("first the first call of its plan", [requested()], .intend(.registerTaskDefinition)),
        (
            "to send what was written down",
            [requested(), intended(register, .registerTaskDefinition)], .attempt(register, attempt: 1)
        ),
        ("to look when it was sent and nothing is known", Array(registered.prefix(3)), .reconcile(register)),
        (
            "to look when the answer was lost",
            registered.prefix(3) + [act(register, .doubted(attempt: 1, why: "reset"))], .reconcile(register)
        ),
        (
            "to send again what had no effect",
            registered.prefix(3) + [act(register, .reconciled(.absent, evidence: [:]))],
            .attempt(register, attempt: 2)
        ),
        (
            "to go on with what was found",
            registered.prefix(3)
                + [act(register, .reconciled(.landed, evidence: ["revision": "shop:7"]))], .intend(.updateService)
        ),
        (
            "a person when nobody can tell",
            registered.prefix(3) + [act(register, .reconciled(.inconclusive, evidence: ["why": "denied"]))],
            .resolve(register, why: "denied")
        ),
        (
            "to fail when a person says that it had no effect",
            registered.prefix(3) + [act(register, .resolved(.absent, reason: "looked"))],
            .end(.failed, code: "resolvedAbsent", message: "looked")
        ),
        (
            "to send again what was throttled", registered.prefix(3) + [act(register, throttled)],
            .attempt(register, attempt: 2)
        ),
        (
            "to fail with what AWS refused", registered.prefix(3) + [act(register, refused)],
            .end(.failed, code: "E", message: "m")
        ),
        ("the next call when one has landed", registered, .intend(.updateService)),
        ("to start when all have landed", updated, .start(begun)),
        ("to follow what has started", updated + [started], .follow(begun)),
        ("nothing when it has ended", updated + [started, event(.succeeded())], .none),
        ("nothing when another took its place", [requested(), event(.superseded(by: 2))], .none),
        (
            "to succeed where there is nothing to watch",
            [requested([]), event(.started(revision: nil, image: nil, awsDeployment: nil))],
            .end(.succeeded, code: "", message: "")
        ),
    ]

    static let unwantedCases: [(String, [StageEvent], DeploymentStep)] = [
        ("to end before its first call", [requested(), unwanted], cancelled),
        (
            "to leave what was written down and not sent",
            [requested(), intended(register, .registerTaskDefinition), unwanted], .abandon(register)
        ),
        (
            "to end when that is left",
            [
                requested(), intended(register, .registerTaskDefinition), unwanted,
                act(register, .abandoned(reason: "")),
            ],
            .end(.cancelled, code: "abandoned", message: "wrong image")
        ),
        ("to look for what was sent all the same", registered.prefix(3) + [unwanted], .reconcile(register)),
        ("to end when the service was not told yet", registered + [unwanted], cancelled),
        ("to start what was begun", updated + [unwanted], .start(begun)),
        ("to stop what has started", updated + [started, unwanted], .intend(.stopServiceDeployment)),
        ("to look whether the stop was carried out", stopping, .reconcile(stop)),
        ("to follow what is stopped", stopping + [landed(stop, [:])], .follow(begun)),
        ("to follow what cannot be stopped", stopping + [act(stop, refused)], .follow(begun)),
    ]

    private static let tag: ActionID = "00000000-0000-7000-8000-000000000005"
    /// A promotion that AWS has begun, with the tag last.
    private static let promoting =
        [requested([.registerTaskDefinition, .updateService, .putImage])] + updated.dropFirst() + [started]
    private static let tagging = promoting + [intended(tag, .putImage), attempted(tag)]
    private static let success = DeploymentStep.end(.succeeded, code: "", message: "")

    static let closingCases: [(String, [StageEvent], DeploymentStep)] = [
        ("to follow before the call that closes it", promoting, .follow(begun)),
        ("to look whether the closing call was carried out", tagging, .reconcile(tag)),
        ("to succeed when it was", tagging + [landed(tag, [:])], success),
        ("to succeed when it was refused", tagging + [act(tag, refused)], success),
        ("to make it again when it was throttled", tagging + [act(tag, throttled)], .attempt(tag, attempt: 2)),
        ("to end as AWS did though somebody wants it ended", tagging + [landed(tag, [:]), unwanted], success),
        ("to stop before the closing call", promoting + [unwanted], .intend(.stopServiceDeployment)),
        (
            "to fail when the tag of an earlier version's plan was refused",
            [
                requested([.putImage, .registerTaskDefinition]), intended(tag, .putImage), attempted(tag),
                act(tag, refused),
            ],
            .end(.failed, code: "E", message: "m")
        ),
    ]

    @Test func `has its closing call to make until that is begun`() {
        #expect(Self.process(after: Self.promoting).closingCall == .putImage)
        #expect(Self.process(after: Self.tagging).closingCall == nil)
        #expect(Self.process(after: Self.updated).closingCall == nil)
        let left = Self.process(after: Self.tagging + [Self.act(Self.tag, Self.refused)]).leftOut
        #expect(left.map(\.operation) == [.putImage] && left.map(\.why) == ["E: m"])
    }

    @Test(arguments: cases + unwantedCases + closingCases)
    func `needs`(what: String, given: [StageEvent], then: DeploymentStep) {
        #expect(Self.process(after: given).next == then, "\(what)")
    }

    static let unsentCases: [(String, [StageEvent], DeploymentStep?)] = [
        ("nothing where a call comes next", [requested()], nil),
        (
            "nothing where a call was written down",
            [requested(), intended(register, .registerTaskDefinition)], nil
        ),
        ("to look for what was sent", Array(registered.prefix(3)), .reconcile(register)),
        (
            "nothing where it was not carried out",
            registered.prefix(3) + [act(register, .reconciled(.absent, evidence: [:]))], nil
        ),
        ("to leave what is not wanted", [requested(), unwanted], cancelled),
        ("to start what was begun", updated, .start(begun)),
        ("to follow what has started", updated + [started], .follow(begun)),
        ("to follow what is to be stopped", updated + [started, unwanted], .follow(begun)),
        (
            "to follow what is to be stopped once more",
            stopping + [act(stop, .reconciled(.absent, evidence: [:]))], .follow(begun)
        ),
        ("to look whether the stop was carried out", stopping, .reconcile(stop)),
    ]

    @Test(arguments: unsentCases)
    func `needs, of whoever sends nothing,`(what: String, given: [StageEvent], then: DeploymentStep?) {
        #expect(Self.process(after: given).nextWithoutSending == then, "\(what)")
    }

    @Test func `can be abandoned until what changes the service has landed`() {
        #expect(Self.process(after: Self.registered).canBeAbandoned)
        #expect(!Self.process(after: Self.updated).canBeAbandoned)
    }

    /// Earlier versions recorded only the reason.
    @Test func `knows for which kind of act it is to end`() {
        let reason = DeploymentKind.rollback.reasonToEnd
        for wish in [DeploymentEvent.cancelRequested(reason: "!", for: .rollback), .cancelRequested(reason: reason)] {
            #expect(Self.process(after: [Self.requested(), Self.event(wish)]).givesWayTo == .rollback)
        }
        let person = DeploymentEvent.cancelRequested(reason: "wrong image")
        #expect(Self.process(after: [Self.requested(), Self.event(person)]).givesWayTo == nil)
    }

    @Test func `may have begun once the call that changes the service may have been carried out`() {
        let sent = Self.registered + [Self.intended(Self.update, .updateService), Self.attempted(Self.update)]
        #expect(!Self.process(after: Self.registered).mayHaveBegun)
        for events in [sent, Self.updated] { #expect(Self.process(after: events).mayHaveBegun) }
        let absent = Self.act(Self.update, .reconciled(.absent, evidence: [:]))
        #expect(!Self.process(after: sent + [absent]).mayHaveBegun)
    }

    @Test func `gives up what was throttled too often`() {
        var events = [Self.requested(), Self.intended(Self.register, .registerTaskDefinition)]
        for attempt in 1...DeploymentProcess.mostAttempts {
            #expect(Self.process(after: events).next == .attempt(Self.register, attempt: attempt))
            let failed = ActionEvent.failed(attempt: attempt, code: "T", message: "m", retryable: true)
            events += [Self.attempted(Self.register, attempt), Self.act(Self.register, failed)]
        }
        #expect(
            Self.process(after: events).next
                == .end(.failed, code: "gaveUp", message: "RegisterTaskDefinition was sent 8 times")
        )
    }

    @Test func `waits for an approval that the stage asks for`() {
        let added = StageEvent.added(
            StageAdded(
                id: "shop/prod",
                account: "1",
                region: "r",
                target: .lambda(function: "f"),
                approval: .manual
            )
        )
        #expect(Self.process(after: [added, Self.requested()]).next == .awaitApproval)
        let approved = Self.event(.approved(reason: nil))
        #expect(Self.process(after: [added, Self.requested(), approved]).next == .intend(.registerTaskDefinition))
    }

    @Test func `needs no approval when nobody wants it any more`() {
        let added = StageEvent.added(
            StageAdded(
                id: "shop/prod",
                account: "1",
                region: "r",
                target: .lambda(function: "f"),
                approval: .manual
            )
        )
        #expect(Self.process(after: [added, Self.requested(), Self.unwanted]).next == Self.cancelled)
    }

    @Test func `never sends an unsafe call twice`() {
        let intent = ActionIntent(service: "ecs", operation: "UpdateService", actionClass: .unsafe, request: [:])
        let events = [
            Self.requested([.updateService]), Self.act(Self.update, .intended(intent)), Self.attempted(Self.update),
        ]
        #expect(
            Self.process(after: events).next == .resolve(Self.update, why: "UpdateService may not be sent twice")
        )
    }
}
