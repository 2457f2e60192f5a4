import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerValues

/// What all acts do that begin a deployment.
///
/// The order: resume what is open, if it is this very act; end what is open, if this act does that; take the stage's lease;
/// look how far a dead process came; find out by reads what to ask for; rehearse the calls, so that a refusal leaves
/// nothing behind; abandon what was not sent; append the request; carry it out.
struct DeploymentAct: Sendable {
    private let id: StageID
    private let ledger: Ledger
    private let caller: Caller
    private let settings: ActSettings
    private let asked: Asked
    /// Whether an open deployment is ended first, instead of being in the way.
    private let supersedes: Bool

    /// What was asked for, as it was written: the same key with anything else is a conflict.
    private struct Asked: Sendable {
        let kind: DeploymentKind
        let arguments: JSONObject
    }

    init(
        _ id: StageID,
        _ ledger: Ledger,
        _ caller: Caller,
        _ settings: ActSettings,
        _ kind: DeploymentKind,
        _ arguments: [String: String?],
        supersedes: Bool = false
    ) {
        // What is asked for is found out once before the open deployment ends, and once after that.
        (self.id, self.ledger, self.caller, self.settings) = (id, ledger, caller.notingOnce(), settings)
        self.supersedes = supersedes
        asked = Asked(
            kind: kind,
            arguments: JSONObject(arguments.compactMap { name, text in text.map { (name, .string($0)) } })
        )
    }

    /// Finds out what is asked for, by reads alone; with the open deployment that gives way to it, if AWS has begun that.
    typealias Request =
        @Sendable (OpenStage, _ left: DeploymentProcess?) async throws(OperationError) ->
        DeploymentWish

    func run(_ request: Request) async throws(OperationError) -> ActOutcome {
        guard settings.isRehearsal else {
            return .done(try await carryOut(try await OpenStage(id, ledger, caller), request))
        }
        return .rehearsed(try await rehearse(try await OpenStage(id, ledger.rehearsed(), caller), request))
    }

    /// What has been done so that this act can begin.
    private struct Way {
        /// The open deployment that gave way in its middle.
        ///
        /// What ran before one of which AWS has begun nothing runs still.
        var left: DeploymentProcess?
        /// The deployment that was ended for this act.
        var ended: DeploymentID?
        /// What somebody has agreed to already.
        var confirmed: DeploymentRequest?

        /// Where the end of the open deployment has led elsewhere, somebody has to agree again.
        func isConfirmed(_ request: DeploymentRequest) -> Bool {
            confirmed.map { $0.origin == request.origin } ?? false
        }
    }

    private func carryOut(_ stage: OpenStage, _ request: Request) async throws(OperationError) -> DeploymentResults {
        var way = Way()
        if supersedes, try known(stage) == nil {
            if let open = try stage.openDeployment() {
                if try isAgain(open, stage) { return try await resume(open, stage) }
                way = try await makeWay(for: request, open, stage)
            } else if let left = try ledger.deploymentEnded(for: asked.kind, of: id) {
                way = Way(left: left.ifBegun, ended: left.id)
            }
        }
        let deadline = ContinuousClock.now + caller.limits.lock
        while true {
            let leased = try await LeasedStage.take(stage)
            defer { leased.end() }
            do { return try await carryOut(leased, request, way) } catch {
                guard case .deploymentOpen = error, ContinuousClock.now < deadline else { throw error }
            }
            // Others may act meanwhile: approve it, say, or cancel it.
            leased.end()
            do { try await Task.sleep(for: max(caller.limits.poll, .milliseconds(200))) } catch {
                throw .interrupted(.reading)
            }
        }
    }

    /// - Throws: ``OperationError/deploymentOpen(_:version:requester:worker:)`` where another deployment must end first.
    private func carryOut(
        _ leased: LeasedStage,
        _ request: Request,
        _ way: Way
    ) async throws(OperationError) -> DeploymentResults {
        let stage = leased.stage
        if let known = try known(stage) { return try await finish(known, leased) }
        if let open = try stage.openDeployment(), try isAgain(open, stage) {
            try beginAgain(open, stage)
            return try await finish(open, leased)
        }
        let unsent = try await leased.leftOpen()
        try stage.require(newest: settings.expected)
        var wish = try await asked(request, stage, way.left, replacing: way.ended ?? unsent)
        try stage.requireKeys(for: try await stage.rehearsal(of: wish.request))
        if !way.isConfirmed(wish.request) { try settings.confirm(.deployment(id, wish.request)) }
        if let unsent { try await leased.abandon(unsent, for: asked.kind) }
        if way.left == nil { try await stage.complete(&wish) }
        return try await finish(try stage.append(wish), leased)
    }

    private func asked(
        _ request: Request,
        _ stage: OpenStage,
        _ left: DeploymentProcess?,
        replacing open: DeploymentID?
    ) async throws(OperationError) -> DeploymentWish {
        var wish = try await request(stage, left)
        wish.request.changes.asked = asked.arguments
        wish.request.changes.replaces = try open.map { open throws(OperationError) in try stage.version(of: open) }
        return wish
    }

    /// Shows what would be done, and takes nothing for it: not even the stage's lease.
    ///
    /// The stage's ledger keeps nothing of what is appended.
    private func rehearse(_ stage: OpenStage, _ request: Request) async throws(OperationError) -> DryRun {
        if let known = try known(stage) { return try await rehearse(stage, again: known) }
        let open = try stage.openDeployment()
        if let open, try isAgain(open, stage) {
            try requireExpected(open, stage)
            return try await rehearse(stage, again: open)
        }
        try stage.require(newest: settings.expected)
        let end = try await rehearsedEnd(of: open, stage)
        var wish = try await asked(request, stage, end.left?.ifBegun, replacing: end.open ?? end.left?.id)
        let rehearsal = try await stage.rehearsal(of: wish.request)
        try stage.requireKeys(for: rehearsal)
        if end.left?.ifBegun == nil { try await stage.complete(&wish) }
        return try DryRun(stage, wish, rehearsal, ending: end.open, end.stop)
    }

    /// What was asked for before, under the same key or by the same act.
    private func rehearse(_ stage: OpenStage, again known: DeploymentID) async throws(OperationError) -> DryRun {
        guard try stage.process(known).deployment?.isOpen ?? false else { return try DryRun(stage) }
        return try DryRun(stage, resuming: known, try await stage.rehearsal(resuming: known))
    }

    /// How the open deployment would be ended.
    private struct RehearsedEnd {
        var open: DeploymentID?
        /// Nil where it ends in the log alone.
        var stop: Rehearsal?
        /// The deployment that gives way.
        var left: DeploymentProcess?
    }

    private func rehearsedEnd(
        of open: DeploymentID?,
        _ stage: OpenStage
    ) async throws(OperationError) -> RehearsedEnd {
        guard let open else {
            return RehearsedEnd(left: supersedes ? try stage.ledger.deploymentEnded(for: asked.kind, of: id) : nil)
        }
        if try stage.isForeign(open) {
            if !supersedes { try stage.requireOwn(open) }
            return RehearsedEnd(open: open)
        }
        guard supersedes else {
            let unsent = try await stage.leftOpen { (open) throws(OperationError) in try await stage.foresee(open) }
            guard let unsent else { return RehearsedEnd() }
            return RehearsedEnd(open: unsent, stop: try await stage.rehearsal(unwanted: unsent))
        }
        try requireTimeForApproval(try stage.process(open), stage)
        if case .ended = try await stage.foresee(open) { return RehearsedEnd() }
        let stop = try await stage.rehearsal(unwanted: open)
        return RehearsedEnd(open: open, stop: stop, left: try stage.process(open))
    }

    /// Ends what is open, once somebody has agreed.
    private func makeWay(
        for request: Request,
        _ open: DeploymentID,
        _ stage: OpenStage
    ) async throws(OperationError) -> Way {
        try stage.require(newest: settings.expected)
        try stage.requireKeys()
        if try stage.isForeign(open) {
            let rehearsed = try await request(stage, nil)
            try settings.confirm(.deployment(id, rehearsed.request))
            try stage.endInLog(open, for: asked.kind)
            return Way(ended: open, confirmed: rehearsed.request)
        }
        let process = try stage.process(open)
        try requireTimeForApproval(process, stage)
        // Nothing is ended for what would be refused.
        let rehearsed = try await request(stage, process.ifBegun)
        try settings.confirm(.deployment(id, rehearsed.request))
        let ended = try await Cancellation(stage).makeWay(for: asked.kind, open)
        let left = ended.deployment?.phase == .ended(.cancelled) ? ended.ifBegun : nil
        return Way(left: left, ended: open, confirmed: rehearsed.request)
    }

    /// Refuses to stop what AWS has begun for what has to wait for an approval.
    private func requireTimeForApproval(
        _ open: DeploymentProcess,
        _ stage: OpenStage
    ) throws(OperationError) {
        guard open.hasBegunToChange, stage.stage.approval.isNeeded(for: asked.kind) else { return }
        throw .refused(.approvalWouldComeTooLate(id))
    }

    /// The deployment that the same key asked for before.
    private func known(_ stage: OpenStage) throws(OperationError) -> DeploymentID? {
        guard let key = settings.idempotencyKey else { return nil }
        var stream = try stage.stream()
        let process: DeploymentProcess?
        do { process = try stream.process(askedUnder: key) } catch { throw OperationError(error, on: id) }
        guard let process, let request = process.request else { return nil }
        guard request.kind == asked.kind, request.changes.asked == asked.arguments else {
            throw .idempotencyKeyReused(key)
        }
        return process.id
    }

    /// Whether the open deployment is what this act asks for: the same act with the same arguments was tried before.
    private func isAgain(_ open: DeploymentID, _ stage: OpenStage) throws(OperationError) -> Bool {
        let process = try stage.process(open)
        guard let request = process.request, !process.isUnwanted, try !stage.isForeign(open) else { return false }
        let hasSameKey = settings.idempotencyKey.map { $0 == request.idempotencyKey } ?? true
        return hasSameKey && request.kind == asked.kind && request.changes.asked == asked.arguments
    }

    /// Resumes what was asked for before; where another process carries it out, that is waited for.
    private func resume(_ open: DeploymentID, _ stage: OpenStage) async throws(OperationError) -> DeploymentResults {
        try beginAgain(open, stage)
        let end = try await DeploymentWait(stage).end(of: open, follows: settings.follows) {
            (leased) throws(OperationError) in
            try await leased.run(open, follows: settings.follows)
        }
        return DeploymentResults([try stage.result(of: open, end)])
    }

    private func beginAgain(_ open: DeploymentID, _ stage: OpenStage) throws(OperationError) {
        try requireExpected(open, stage)
        let process = try stage.process(open)
        if let request = process.request { try settings.confirm(.deployment(id, request)) }
        caller.note(.resuming(id, version: process.deployment?.version ?? 0))
    }

    /// The version that was the newest when this act was tried first is expected, or the one that it made then.
    private func requireExpected(_ open: DeploymentID, _ stage: OpenStage) throws(OperationError) {
        guard settings.expected.map({ $0 + 1 }) != (try stage.version(of: open)) else { return }
        try stage.require(newest: settings.expected)
    }

    private func finish(
        _ deployment: DeploymentID,
        _ leased: LeasedStage
    ) async throws(OperationError) -> DeploymentResults {
        let end = try await leased.run(deployment, follows: settings.follows)
        return await PromotionChain(ledger, caller).results(after: try leased.stage.result(of: deployment, end), leased)
    }
}

extension DeploymentProcess {
    /// Whether a call was sent that changes what the stage runs.
    fileprivate var hasBegunToChange: Bool {
        plan.contains { $0.changesWhatRuns && (action(for: $0)?.attempts ?? 0) > 0 }
    }

    /// Nil if AWS has begun nothing of it: then what runs has nothing to do with it.
    fileprivate var ifBegun: DeploymentProcess? { mayHaveBegun ? self : nil }
}
