import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerValues

/// What all acts do that begin a deployment.
///
/// The order: end what is open, if this act does that; take the stage's lease; resume what a dead process left; find out by
/// reads what to ask for; rehearse the calls, so that a refusal leaves nothing behind; append the request; carry it out.
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

    /// Finds out what is asked for, by reads alone; with the open deployment that gives way to it, if it has begun to
    /// change what runs.
    typealias Request =
        @Sendable (OpenStage, _ left: DeploymentProcess?) async throws(OperationError) ->
        DeploymentWish

    func run(_ request: Request) async throws(OperationError) -> ActOutcome {
        let stage = try await OpenStage(id, ledger, caller)
        if settings.isRehearsal { return .rehearsed(try await rehearse(stage, request)) }
        return .done(try await carryOut(stage, request))
    }

    private func carryOut(_ stage: OpenStage, _ request: Request) async throws(OperationError) -> DeploymentResults {
        var open: DeploymentID?
        if supersedes, try known(stage) == nil { open = try stage.openDeployment() }
        var left: DeploymentProcess?
        if let open { left = try await makeWay(for: request, open, stage) }
        let leased = try await LeasedStage.take(stage)
        defer { leased.end() }
        if let known = try known(stage) { return try await finish(known, leased) }
        try await leased.resumeLeftOpen()
        try stage.require(newest: settings.expected)
        var wish = try await asked(request, stage, left)
        _ = try await stage.rehearsal(of: wish.request)
        if open == nil { try settings.confirm(.deployment(id, wish.request)) }
        if left == nil { try await stage.complete(&wish) }
        return try await finish(try stage.append(wish), leased)
    }

    private func asked(
        _ request: Request,
        _ stage: OpenStage,
        _ left: DeploymentProcess?
    ) async throws(OperationError) -> DeploymentWish {
        var wish = try await request(stage, left)
        wish.request.changes.asked = asked.arguments
        return wish
    }

    /// Shows what would be done, and takes nothing for it: not even the stage's lease.
    private func rehearse(_ stage: OpenStage, _ request: Request) async throws(OperationError) -> DryRun {
        try stage.require(newest: settings.expected)
        let open = supersedes ? try stage.openDeployment() : nil
        let left = try open.map { (open) throws(OperationError) in try stage.process(open) }
        let begun = left.flatMap { $0.hasBegunToChange ? $0 : nil }
        var wish = try await asked(request, stage, begun)
        let rehearsal = try await stage.rehearsal(of: wish.request)
        let stop = if let open { try await stage.rehearsal(unwanted: open) } else { Rehearsal() }
        if begun == nil { try await stage.complete(&wish) }
        return try DryRun(stage, wish, rehearsal, ending: open, stop)
    }

    /// Ends what is open, once somebody has agreed; returns it where it was in the middle of changing what runs.
    private func makeWay(
        for request: Request,
        _ open: DeploymentID,
        _ stage: OpenStage
    ) async throws(OperationError) -> DeploymentProcess? {
        try stage.require(newest: settings.expected)
        let process = try stage.process(open)
        let left = process.hasBegunToChange ? process : nil
        if left != nil, stage.stage.approval.isNeeded(for: asked.kind) { throw .refused(.approvalWouldComeTooLate(id)) }
        // Nothing is ended for what would be refused.
        let rehearsed = try await request(stage, left)
        try settings.confirm(.deployment(id, rehearsed.request))
        let ended = try await Cancellation(stage).makeWay(for: asked.kind, open)
        return ended.hasBegunToChange && ended.deployment?.phase == .ended(.cancelled) ? ended : nil
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
}
