import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerValues
import LedgerSystem

/// What all commands do that begin a deployment: take the stage, decide, write down, carry through, tell.
struct ActCommand: Sendable {
    private let id: StageID
    private let options: ActOptions
    private let expected: Int?
    private let asked: Asked
    /// Whether a deployment that is open is ended first, instead of being in the way.
    private let supersedes: Bool

    /// What was asked for, as it was written: the same key with anything else is a conflict.
    struct Asked: Sendable {
        let kind: DeploymentKind
        let arguments: JSONObject
    }

    init(
        _ id: StageID,
        _ options: ActOptions,
        _ kind: DeploymentKind,
        _ arguments: [String: String?],
        supersedes: Bool = false
    ) throws(Failure) {
        (self.id, self.options, self.supersedes) = (id, options, supersedes)
        expected = try options.expectedVersion()
        asked = Asked(
            kind: kind,
            arguments: JSONObject(arguments.compactMap { name, text in text.map { (name, .string($0)) } })
        )
    }

    /// Finds out what is asked for, by reads alone; with the open deployment that gives way to it, if it has begun to
    /// change what runs.
    typealias Asking = (StageEntry, _ left: DeploymentProcess?) async throws(Failure) -> DeploymentRequest

    func run(
        _ request: @escaping @Sendable (StageEntry, DeploymentProcess?) async throws(Failure) -> DeploymentRequest
    ) throws(Failure) {
        let interruption = Failure(
            .interrupted,
            "interrupted",
            "interrupted; what has begun at AWS goes on",
            // A promotion may have come to a stage that follows.
            hint: "stackledger recover" + (asked.kind == .promote ? "" : " \(id), or stackledger wait \(id)")
        )
        let results = try Interruptible.wait(interruption: { interruption }) { () async throws(Failure) -> ActResults in
            let entry = try await StageEntry(id, options.ledger, options.actor)
            if options.dryRun {
                try await rehearse(entry, request)
                return ActResults()
            }
            return try await carryThrough(entry, request)
        }
        try results.finish(as: options.output.format)
    }

    private func carryThrough(_ entry: StageEntry, _ request: Asking) async throws(Failure) -> ActResults {
        var open: DeploymentID?
        if supersedes, try known(entry) == nil { open = try entry.openDeployment() }
        var left: DeploymentProcess?
        if let open { left = try await makeWay(for: request, open, entry) }
        let act = try await StageAct.begin(entry, options.waiting)
        defer { act.end() }
        if let known = try known(entry) { return try await finish(known, act) }
        try await act.goOnWithWhatWasLeft()
        try entry.require(newest: expected)
        let request = try await asked(request, entry, left)
        _ = try await entry.rehearsal(of: request)
        if open == nil { try options.confirm(question(request)) }
        return try await finish(try entry.append(request), act)
    }

    private func asked(
        _ request: Asking,
        _ entry: StageEntry,
        _ left: DeploymentProcess?
    ) async throws(Failure) -> DeploymentRequest {
        var request = try await request(entry, left)
        request.changes["asked"] = .object(asked.arguments)
        return request
    }

    /// Prints what would be done, and takes nothing for it: not even the stage.
    private func rehearse(_ entry: StageEntry, _ request: Asking) async throws(Failure) {
        try entry.require(newest: expected)
        let open = supersedes ? try entry.openDeployment() : nil
        let left = try open.map { (open) throws(Failure) in try entry.process(open) }
        let request = try await asked(request, entry, left.flatMap { $0.hasBegunToChange ? $0 : nil })
        let rehearsal = try await entry.rehearsal(of: request)
        let stop = if let open { try await entry.rehearsal(unwanted: open) } else { Rehearsal() }
        try DryRun(entry, request, rehearsal, ending: open, stop).print(as: options.output.format)
    }

    /// Ends what is open, once somebody has agreed to it; what was left in the middle of changing what runs.
    private func makeWay(
        for request: Asking,
        _ open: DeploymentID,
        _ entry: StageEntry
    ) async throws(Failure) -> DeploymentProcess? {
        try entry.require(newest: expected)
        let process = try entry.process(open)
        let left = process.hasBegunToChange ? process : nil
        if left != nil, entry.stage.approval.isNeeded(for: asked.kind) {
            throw Failure(
                .refused,
                "approvalMissing",
                "\(id) asks for approval, and what is under way would be stopped before anybody gave it",
                hint: "stackledger cancel \(id) first, or stackledger wait \(id)"
            )
        }
        // Nothing is ended for what would be refused.
        let rehearsed = try await request(entry, left)
        try options.confirm(question(rehearsed))
        let ended = try await Cancellation(entry, options.waiting).makeWay(for: asked.kind, open)
        return ended.hasBegunToChange && ended.deployment?.phase == .ended(.cancelled) ? ended : nil
    }

    private func question(_ request: DeploymentRequest) -> String {
        let running = request.changes["running"]?.string.map { ", which runs \(ShortImage.text($0))" } ?? ""
        let further = request.goesOnward ? ", and then to the stages that follow" : ""
        let what = request.image.map(ShortImage.text) ?? request.revision ?? "the earlier revision"
        return switch request.kind {
        case .rollback: "Roll back \(id)\(running), with \(what)?"
        case .scale: "Scale \(id) to \(request.scale?.text ?? "")?"
        case .restart: "Restart \(id)\(running)?"
        case .promote: "Promote to \(id)\(running), with \(what)\(further)?"
        case .deploy, .configure, .observed: "Deploy to \(id)\(running), with \(what)?"
        }
    }

    /// The deployment that the same key asked for before.
    private func known(_ entry: StageEntry) throws(Failure) -> DeploymentID? {
        guard let key = options.idempotencyKey else { return nil }
        var ledger = entry.ledger()
        let process: DeploymentProcess?
        do { process = try ledger.process(askedUnder: key) } catch { throw Failure(error, on: id) }
        guard let process, let request = process.request else { return nil }
        guard request.kind == asked.kind, request.changes["asked"]?.object == asked.arguments else {
            throw Failure(RecorderError.idempotencyKeyReused(key), place: { _ in nil })
        }
        return process.id
    }

    private func finish(_ deployment: DeploymentID, _ act: StageAct) async throws(Failure) -> ActResults {
        let end = try await act.run(deployment, follows: !options.following.noWait)
        let onward = Onward(ledger: options.ledger, actor: options.actor, waiting: options.waiting)
        return await onward.results(after: try act.entry.result(of: deployment, end), act)
    }
}

extension DeploymentProcess {
    /// Whether a call was sent that changes what the stage runs.
    fileprivate var hasBegunToChange: Bool {
        plan.contains { $0.changesWhatRuns && (action(for: $0)?.attempts ?? 0) > 0 }
    }
}
