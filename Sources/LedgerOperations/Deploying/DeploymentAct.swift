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
        (self.id, self.ledger, self.caller, self.settings) = (id, ledger, caller, settings)
        self.supersedes = supersedes
        asked = Asked(
            kind: kind,
            arguments: JSONObject(arguments.compactMap { name, text in text.map { (name, .string($0)) } })
        )
    }

    /// Finds out what is asked for, by reads alone; with the open deployment that gives way to it, unless that still waits
    /// for approval.
    typealias Request =
        @Sendable (OpenStage, _ left: DeploymentProcess?) async throws(OperationError) ->
        DeploymentWish

    func run(_ request: Request) async throws(OperationError) -> ActOutcome {
        let stage = try await OpenStage(id, ledger, caller)
        if settings.isRehearsal { return .rehearsed(try await rehearse(stage, request)) }
        return .done(try await carryOut(stage, request))
    }

    /// What has been done so that this act can begin.
    private struct Way {
        /// The open deployment that gave way, unless it waited for approval.
        var left: DeploymentProcess?
        /// The deployment that was ended for this act.
        var ended: DeploymentID?
        /// Whether somebody has agreed already.
        var isConfirmed = false
    }

    private func carryOut(_ stage: OpenStage, _ request: Request) async throws(OperationError) -> DeploymentResults {
        var way = Way()
        if supersedes, try known(stage) == nil {
            if let open = try stage.openDeployment() {
                if try isAgain(open, stage) { return try await resume(open, stage) }
                way = Way(left: try await makeWay(for: request, open, stage), ended: open, isConfirmed: true)
            } else {
                way.left = try alreadyLeft(stage)
                way.ended = way.left?.id
            }
        }
        let deadline = ContinuousClock.now + caller.limits.lock
        var isFirstLook = true
        while true {
            let leased = try await LeasedStage.take(stage)
            defer { leased.end() }
            do { return try await carryOut(leased, request, way, isFirstLook) } catch {
                guard case .deploymentOpen = error, ContinuousClock.now < deadline else { throw error }
                isFirstLook = false
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
        _ way: Way,
        _ isFirstLook: Bool
    ) async throws(OperationError) -> DeploymentResults {
        let stage = leased.stage
        if let known = try known(stage) { return try await finish(known, leased) }
        if let open = try stage.openDeployment(), try isAgain(open, stage) {
            try beginAgain(open, stage)
            return try await finish(open, leased)
        }
        let unsent = try await leased.leftOpen(isFirstLook: isFirstLook)
        try stage.require(newest: settings.expected)
        var wish = try await asked(request, stage, way.left, replacing: way.ended ?? unsent)
        try stage.requireKeys(for: try await stage.rehearsal(of: wish.request))
        if !way.isConfirmed { try settings.confirm(.deployment(id, wish.request)) }
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
    private func rehearse(_ stage: OpenStage, _ request: Request) async throws(OperationError) -> DryRun {
        let open = try stage.openDeployment()
        if let open, try isAgain(open, stage) {
            try requireExpected(open, stage)
            return try DryRun(stage, resuming: open, try await stage.rehearsal(resuming: open))
        }
        try stage.require(newest: settings.expected)
        let isForeign = try open.map { (open) throws(OperationError) in try stage.isForeign(open) } ?? false
        if let open, isForeign, !supersedes { try stage.requireOwn(open) }
        let process = try isForeign ? nil : open.map { (open) throws(OperationError) in try stage.process(open) }
        let isEnded = supersedes || process?.isUnsent == true
        let (left, ended) = (supersedes ? try left(by: process, stage) : nil, isEnded ? open : nil)
        var wish = try await asked(request, stage, left, replacing: ended)
        let rehearsal = try await stage.rehearsal(of: wish.request)
        if left == nil { try await stage.complete(&wish) }
        let stop = if let ended, !isForeign { try await stage.rehearsal(unwanted: ended) } else { Rehearsal?.none }
        return try DryRun(stage, wish, rehearsal, ending: ended, stop)
    }

    /// The open deployment that would give way, or the one that has.
    private func left(
        by open: DeploymentProcess?,
        _ stage: OpenStage
    ) throws(OperationError) -> DeploymentProcess? {
        if let open { open.unlessAwaited } else { try alreadyLeft(stage) }
    }

    /// Ends what is open, once somebody has agreed; returns it where it was cancelled in the middle.
    private func makeWay(
        for request: Request,
        _ open: DeploymentID,
        _ stage: OpenStage
    ) async throws(OperationError) -> DeploymentProcess? {
        try stage.require(newest: settings.expected)
        try stage.requireKeys()
        if try stage.isForeign(open) {
            try settings.confirm(.deployment(id, try await request(stage, nil).request))
            try stage.endInLog(open, for: asked.kind)
            return nil
        }
        let process = try stage.process(open)
        if process.hasBegunToChange, stage.stage.approval.isNeeded(for: asked.kind) {
            throw .refused(.approvalWouldComeTooLate(id))
        }
        // Nothing is ended for what would be refused.
        let rehearsed = try await request(stage, process.unlessAwaited)
        try settings.confirm(.deployment(id, rehearsed.request))
        let ended = try await Cancellation(stage).makeWay(for: asked.kind, open)
        return process.unlessAwaited != nil && ended.deployment?.phase == .ended(.cancelled) ? ended : nil
    }

    /// The newest deployment, if the same kind of act has ended it and died before it asked for its own.
    private func alreadyLeft(_ stage: OpenStage) throws(OperationError) -> DeploymentProcess? {
        guard let newest = try stage.current().deployments.last, newest.phase == .ended(.cancelled) else { return nil }
        let process = try stage.process(newest.id)
        return process.isUnwanted && process.cancelReason == asked.kind.reasonToEnd ? process : nil
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

    /// Nil while it waits for approval: what runs has nothing to do with it.
    fileprivate var unlessAwaited: DeploymentProcess? { deployment?.phase == .awaitingApproval ? nil : self }

    /// Whether nothing of it runs, as far as the ledger tells without a look at AWS.
    fileprivate var isUnsent: Bool {
        guard deployment?.phase != .awaitingApproval, canBeAbandoned else { return false }
        return !actions.contains { $0.standing == .unanswered || $0.standing.isInDoubt }
    }
}
