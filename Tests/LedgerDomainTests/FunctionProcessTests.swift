import LedgerDomain
import LedgerTesting
import Testing
import LedgerValues

/// A deployment of a function that is called through an alias.
struct `A function's deployment, as a process` {
    private static let id: DeploymentID = "00000000-0000-7000-8000-000000000001"
    private static let plan: [DeploymentOperation] = [.updateFunctionCode, .publishVersion, .updateAlias, .tagFunction]

    /// After so many calls of the plan have landed.
    private func process(after count: Int, of plan: [DeploymentOperation] = plan) -> DeploymentProcess {
        var request = DeploymentRequest(kind: .deploy, image: "r/shop@sha256:1")
        request.plan = plan
        var process = DeploymentProcess(Self.id)
        process.take(.requested(request))
        for index in 0..<count {
            process.intend(plan[index], as: Self.action(index))
            let result: JSONObject = plan[index] == .publishVersion ? ["revision": "7"] : [:]
            process.take(.succeeded(attempt: 1, requestID: nil, result: result), of: Self.action(index))
        }
        return process
    }

    private static func action(_ index: Int) -> ActionID { UniqueID(high: 7, low: UInt64(index)) }

    @Test func `makes its calls in order, and starts the version that was published`() {
        for count in Self.plan.indices { #expect(process(after: count).next == .intend(Self.plan[count])) }
        let start = DeploymentStart(revision: "7", image: "r/shop@sha256:1")
        #expect(process(after: 4).next == .start(start))
    }

    @Test(arguments: 0...4)
    func `can be left until the alias names the version, and not later`(_ count: Int) {
        var process = process(after: count)
        process.take(.cancelRequested(reason: "wrong"))
        let isLeft = process.next == .end(.cancelled, code: "cancelled", message: "wrong")
        #expect(isLeft == (count < 3), "\(process.next)")
    }

    @Test func `without an alias cannot be left once the function has the image`() {
        var process = process(after: 1, of: [.updateFunctionCode, .tagFunction])
        process.take(.cancelRequested(reason: nil))
        #expect(process.next == .intend(.tagFunction))
    }

    @Test func `does without tags that are refused, or that AWS never takes`() {
        var refused = process(after: 3)
        refused.intend(.tagFunction, as: Self.action(3))
        #expect(refused.next == .attempt(Self.action(3), attempt: 1))
        var busy = refused
        refused.take(.failed(attempt: 1, code: "AccessDenied", message: "", retryable: false), of: Self.action(3))
        #expect(refused.next == .start(DeploymentStart(revision: "7", image: "r/shop@sha256:1")))
        for attempt in 1...DeploymentProcess.mostAttempts {
            #expect(busy.next == .attempt(Self.action(3), attempt: attempt))
            busy.take(.attempted(attempt: attempt, epoch: 1, worker: "w"), of: Self.action(3))
            busy.take(.failed(attempt: attempt, code: "Busy", message: "", retryable: true), of: Self.action(3))
        }
        #expect(busy.next == refused.next)
    }

    @Test(arguments: 0...2)
    func `fails with any other call that is refused`(_ count: Int) {
        var process = process(after: count)
        process.intend(Self.plan[count], as: Self.action(count))
        process.take(.failed(attempt: 1, code: "Denied", message: "no", retryable: false), of: Self.action(count))
        #expect(process.next == .end(.failed, code: "Denied", message: "no"))
    }
}

extension DeploymentProcess {
    fileprivate mutating func take(_ event: DeploymentEvent) {
        evolve(.deployment(id, version: 1, event), at: "2026-11-03T12:00:00Z")
    }

    fileprivate mutating func take(_ event: ActionEvent, of action: ActionID) {
        evolve(.action(action, deployment: id, event), at: "2026-11-03T12:00:00Z")
    }

    fileprivate mutating func intend(_ operation: DeploymentOperation, as action: ActionID) {
        take(.intended(ActionIntent(operation, [:])), of: action)
    }
}
