import LedgerDomain
import LedgerLog
import LedgerProcessor

/// What all commands do that begin a deployment: take the stage, decide, write down, carry through, tell.
struct ActCommand {
    private let id: StageID
    private let options: ActOptions
    private let expected: Int?
    private let asked: Asked

    /// What was asked for, as it was written: the same key with anything else is a conflict.
    struct Asked: Sendable {
        let kind: DeploymentKind
        let arguments: JSONObject
    }

    init(_ id: StageID, _ options: ActOptions, _ kind: DeploymentKind, _ arguments: [String: String?]) throws(Failure) {
        (self.id, self.options) = (id, options)
        expected = try options.expectedVersion()
        asked = Asked(
            kind: kind,
            arguments: JSONObject(arguments.compactMap { name, text in text.map { (name, .string($0)) } })
        )
    }

    /// `request` finds out what is asked for, by reads alone.
    func run(_ request: @escaping @Sendable (StageAct) async throws(Failure) -> DeploymentRequest) throws(Failure) {
        let interruption = Failure(
            .interrupted,
            "interrupted",
            "interrupted; what has begun at AWS goes on",
            hint: "stackledger recover \(id), or stackledger wait \(id)"
        )
        let (options, id, expected, asked) = (options, id, expected, asked)
        let result = try Blocking.wait(interruption: { interruption }) { () async throws(Failure) -> ActResult? in
            let act = try await StageAct.begin(id, options.ledger, options.actor, options.waiting)
            defer { act.end() }
            return try await Self.carryThrough(act, options, expected, asked, request)
        }
        try result?.finish(as: options.output.format)
    }

    private static func carryThrough(
        _ act: StageAct,
        _ options: ActOptions,
        _ expected: Int?,
        _ asked: Asked,
        _ request: (StageAct) async throws(Failure) -> DeploymentRequest
    ) async throws(Failure) -> ActResult? {
        if let known = try known(act, options, asked) { return try await finish(known, act, options) }
        if !options.dryRun { try await recover(act) }
        try require(expected, act)
        var request = try await request(act)
        request.changes["asked"] = .object(asked.arguments)
        let rehearsal = try await act.rehearsal(of: request)
        if options.dryRun {
            try DryRun(act, request, rehearsal).print(as: options.output.format)
            return nil
        }
        if !options.yes, Confirmation.isPossible {
            try Confirmation.ask(question(request, act), undone: "nothing was changed")
        }
        return try await finish(try append(request, act), act, options)
    }

    private static func question(_ request: DeploymentRequest, _ act: StageAct) -> String {
        let what = request.image.map(ShortImage.text) ?? request.revision ?? "the earlier revision"
        let running = request.changes["running"]?.string.map { ", which runs \(ShortImage.text($0))" } ?? ""
        let verb = request.kind == .rollback ? "Roll back" : "Deploy to"
        return "\(verb) \(act.id)\(running), with \(what)?".escapingControls
    }

    /// The deployment that the same key asked for before.
    private static func known(
        _ act: StageAct,
        _ options: ActOptions,
        _ asked: Asked
    ) throws(Failure) -> DeploymentID? {
        guard let key = options.idempotencyKey else { return nil }
        var ledger = act.ledger()
        let process: DeploymentProcess?
        do { process = try ledger.process(askedUnder: key) } catch { throw Failure(error, on: act.id) }
        guard let process, let request = process.request else { return nil }
        guard request.kind == asked.kind, request.changes["asked"]?.object == asked.arguments else {
            throw Failure(RecorderError.idempotencyKeyReused(key), place: { _ in nil })
        }
        return process.id
    }

    /// Goes on with what somebody began who is gone, as the lease was free; waits for nothing.
    private static func recover(_ act: StageAct) async throws(Failure) {
        var ledger = act.ledger()
        let open: Deployment
        do {
            guard let found = try ledger.current().blockingDeployment, found.phase != .awaitingApproval,
                !(try ledger.process(found.id).plan.isEmpty)
            else { return }
            open = found
        } catch { throw Failure(error, on: act.id) }
        StandardError.note("\(act.id): v\(open.version) was left open; going on with it first")
        let end = try await act.look(at: open.id)
        if case .inDoubt = end, let failure = try act.result(of: open.id, end).failure { throw failure }
    }

    private static func require(_ expected: Int?, _ act: StageAct) throws(Failure) {
        guard let expected else { return }
        var ledger = act.ledger()
        let newest: Int
        do { newest = try ledger.current().nextVersion - 1 } catch { throw Failure(error, on: act.id) }
        guard newest == expected else {
            throw Failure(
                .conflict,
                "unexpected",
                "\(act.id) is at v\(newest), v\(expected) was expected",
                hint: "stackledger history \(act.id)"
            )
        }
    }

    private static func append(_ request: DeploymentRequest, _ act: StageAct) throws(Failure) -> DeploymentID {
        let id = UniqueID.make()
        do { try act.ledger().append([act.proposal(request, as: id)]) } catch { throw Failure(error, on: act.id) }
        return id
    }

    private static func finish(
        _ deployment: DeploymentID,
        _ act: StageAct,
        _ options: ActOptions
    ) async throws(Failure) -> ActResult {
        let end = try await act.run(deployment, follows: !options.following.noWait)
        return try act.result(of: deployment, end)
    }
}

extension StageAct {
    func proposal(_ request: DeploymentRequest, as deployment: DeploymentID) -> Proposal {
        let event = LedgerEvent.stage(.deployment(deployment, version: 1, .requested(request)))
        var data = event.data
        // The stage's next version is given when it is decided.
        data["version"] = nil
        return Proposal(
            type: event.type.rawValue,
            subject: StreamName.stage(id).description,
            data: data
        )
    }

    func result(of deployment: DeploymentID, _ end: RunnerEnd) throws(Failure) -> ActResult {
        var ledger = ledger()
        do { return ActResult(id: id, process: try ledger.process(deployment), end: end) } catch {
            throw Failure(error, on: id)
        }
    }
}
