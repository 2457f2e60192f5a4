import LedgerDomain
import LedgerLog
import LedgerProcessor

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

    /// `request` finds out what is asked for, by reads alone.
    func run(_ request: @escaping @Sendable (StageEntry) async throws(Failure) -> DeploymentRequest) throws(Failure) {
        let interruption = Failure(
            .interrupted,
            "interrupted",
            "interrupted; what has begun at AWS goes on",
            // A promotion may have come to a stage that follows.
            hint: "stackledger recover" + (asked.kind == .promote ? "" : " \(id), or stackledger wait \(id)")
        )
        let results = try Blocking.wait(interruption: { interruption }) { () async throws(Failure) -> ActResults in
            try await carryThrough(request)
        }
        try results.finish(as: options.output.format)
    }

    private func carryThrough(
        _ request: (StageEntry) async throws(Failure) -> DeploymentRequest
    ) async throws(Failure) -> ActResults {
        let entry = try await StageEntry(id, options.ledger, options.actor)
        let isConfirmed = try await makeWay(entry, request)
        let act = try await StageAct.begin(entry, options.waiting)
        defer { act.end() }
        if let known = try known(entry) { return try await finish(known, act) }
        if !options.dryRun { try await act.goOnWithWhatWasLeft() }
        try entry.require(newest: expected)
        var request = try await request(entry)
        request.changes["asked"] = .object(asked.arguments)
        let rehearsal = try await entry.rehearsal(of: request)
        if options.dryRun {
            try DryRun(entry, request, rehearsal).print(as: options.output.format)
            return ActResults()
        }
        if !isConfirmed { try options.confirm(question(request)) }
        return try await finish(try entry.append(request), act)
    }

    /// Ends what is open; tells whether somebody was asked for that.
    private func makeWay(
        _ entry: StageEntry,
        _ request: (StageEntry) async throws(Failure) -> DeploymentRequest
    ) async throws(Failure) -> Bool {
        guard supersedes, !options.dryRun, try known(entry) == nil, try entry.openDeployment() != nil else {
            return false
        }
        try entry.require(newest: expected)
        // Nothing is ended for what would be refused.
        let rehearsed = try await request(entry)
        try options.confirm(question(rehearsed))
        try await Cancellation(entry, options.waiting).makeWay(for: asked.kind)
        return true
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
