import LedgerDomain
import LedgerLog
import LedgerValues

extension Projection {
    func apply(_ type: EventType.Deployment, _ stage: RowKey, _ fact: Fact) throws(ProjectionError) {
        switch type {
        case .requested: try request(stage, fact)
        case .observed: try begin(stage, fact) { row throws(ProjectionError) in try row.observe(from: fact) }
        case .approved: try update(stage, fact) { row in row.approve(from: fact) }
        // The event that ends the deployment says what came of either.
        case .cancelRequested, .adopted: return
        case .started: try start(stage, fact)
        case .succeeded: try succeed(stage, fact)
        case .rejected: try end(stage, as: .rejected, fact)
        case .failed: try end(stage, as: .failed, fact)
        case .rolledBack: try end(stage, as: .rolledBack, fact)
        case .cancelled: try end(stage, as: .cancelled, fact)
        case .superseded: try end(stage, as: .superseded, fact)
        case .corrected: try correct(stage, fact)
        case .marked: try mark(stage, fact)
        }
    }

    private func request(_ stage: RowKey, _ fact: Fact) throws(ProjectionError) {
        let replaced = try fact.inside("changes")?.optionalInteger("replaces") ?? .null
        let known = try deployments.current(RowKey(stage.cells + [replaced]))
        try begin(stage, fact) { row throws(ProjectionError) in
            try row.request(from: fact)
            row[.originalVersion] = try original(of: row, stage)
        }
        if var known, known[.outcome] == .text(Outcome.cancelled.rawValue) {
            known[.supersededBy] = .integer(try fact.integer("version"))
            try deployments.put(known, at: fact.position)
        }
        try noteBefore(stage, fact)
    }

    /// The version whose content a rollback brings back; its target may be a rollback itself.
    private func original(
        of row: Row<DeploymentColumn>,
        _ stage: RowKey
    ) throws(ProjectionError) -> Cell {
        guard row[.kind] == .text("rollback"), row[.fromStage].isNull, !row[.fromVersion].isNull else { return .null }
        let target = try deployments.current(RowKey(stage.cells + [row[.fromVersion]]))
        return target.flatMap { $0[.originalVersion].isNull ? nil : $0[.originalVersion] } ?? row[.fromVersion]
    }

    /// What ran before a stage's first deployment.
    private func noteBefore(_ stage: RowKey, _ first: Fact) throws(ProjectionError) {
        guard let before = Row<DeploymentColumn>(before: first, in: stage), try deployments.current(before.key) == nil
        else { return }
        try deployments.put(before, at: first.position)
        versions.note(before[.deployment], in: stage, 0)
        try placeRun(of: before, first)
    }

    /// The later of two marks holds, whichever was recorded first.
    private func mark(_ stage: RowKey, _ fact: Fact) throws(ProjectionError) {
        var row = try deployment(of: stage, fact)
        let mark = try Row<MarkColumn>(of: row, from: fact)
        row.take(mark)
        try deployments.put(row, at: fact.position)
        try marks.put(mark, at: fact.position)
    }

    func applyStop(_ stage: RowKey, _ fact: Fact) throws(ProjectionError) {
        let stop: TaskStop
        do { stop = try TaskStop(fact.members) } catch { throw .unreadable("\(error)") }
        try update(stage, fact) { row in row.note(stop, from: fact) }
    }

    private func begin(
        _ stage: RowKey,
        _ fact: Fact,
        _ fill: (inout Row<DeploymentColumn>) throws(ProjectionError) -> Void
    ) throws(ProjectionError) {
        var row = Row<DeploymentColumn>()
        let version = try fact.integer("version")
        row[.deployment] = .text(try fact.text("deployment"))
        (row[.stack], row[.stage], row[.version]) = (stage.cells[0], stage.cells[1], .integer(version))
        (row[.requestedAt], row[.requestedBy]) = (fact.time, fact.actor)
        row[.correlationId] = fact.correlation
        try fill(&row)
        row.settle()
        guard try deployments.current(row.key) == nil else { throw .unreadable("deployment v\(version) exists") }
        try deployments.put(row, at: fact.position)
        versions.note(row[.deployment], in: stage, version)
    }

    private func update(
        _ stage: RowKey,
        _ fact: Fact,
        _ change: (inout Row<DeploymentColumn>) throws(ProjectionError) -> Void
    ) throws(ProjectionError) {
        var row = try deployment(of: stage, fact)
        try change(&row)
        row.settle()
        try deployments.put(row, at: fact.position)
    }

    private func deployment(of stage: RowKey, _ fact: Fact) throws(ProjectionError) -> Row<DeploymentColumn> {
        let (id, version) = (try fact.text("deployment"), try fact.integer("version"))
        let row = try deployments.current(RowKey(stage.cells + [.integer(version)]))
        guard let row, row[.deployment] == .text(id) else { throw .unreadable("no deployment v\(version) '\(id)'") }
        // The row may be in memory only, where no SQL statement finds it by its id.
        versions.note(row[.deployment], in: stage, version)
        return row
    }

    /// It may be recorded after the end: only then is it known in full what ran.
    private func start(_ stage: RowKey, _ fact: Fact) throws(ProjectionError) {
        var row = try deployment(of: stage, fact)
        row.noteStart(at: fact.time)
        try row.learnWhatRuns(from: fact)
        row.settle()
        try deployments.put(row, at: fact.position)
        if row[.outcome] == .text("succeeded") { try correctRun(of: row, fact) }
    }

    /// It is open again; or it never ran as a deployment of its own, but was AWS's way back to another version.
    private func correct(_ stage: RowKey, _ fact: Fact) throws(ProjectionError) {
        var row = try deployment(of: stage, fact)
        let version = try fact.optionalInteger("sameAs")
        if version.isNull, row[.outcome] != .text(Outcome.superseded.rawValue) { return }
        if row[.outcome] == .text(Outcome.succeeded.rawValue) { try removeRun(of: row, fact) }
        row.correct(sameAs: version, from: fact)
        row.settle()
        try deployments.put(row, at: fact.position)
    }

    private func end(_ stage: RowKey, as outcome: Outcome, _ fact: Fact) throws(ProjectionError) {
        try update(stage, fact) { row throws(ProjectionError) in try row.end(as: outcome, from: fact) }
    }

    private func succeed(_ stage: RowKey, _ fact: Fact) throws(ProjectionError) {
        var row = try deployment(of: stage, fact)
        guard row.takes(.succeeded, from: fact) else { return }
        let before = row
        try row.learnWhatRuns(from: fact)
        try row.end(as: .succeeded, from: fact)
        row.settle()
        if before[.outcome] == .text(Outcome.succeeded.rawValue) { try removeRun(of: before, fact) }
        try deployments.put(row, at: fact.position)
        try placeRun(of: row, fact)
    }
}

extension Row<MarkColumn> {
    fileprivate init(of deployment: Row<DeploymentColumn>, from fact: Fact) throws(ProjectionError) {
        self.init()
        (self[.stack], self[.stage], self[.version]) = (deployment[.stack], deployment[.stage], deployment[.version])
        (self[.mark], self[.reason]) = (.text(try fact.text("mark")), try fact.optionalText("reason"))
        (self[.markedAt], self[.markedBy]) = (fact.time, fact.actor)
    }
}

extension Row<DeploymentColumn> {
    /// What ran before a stage's first deployment, as its request tells it: logs of earlier versions have no event of it.
    fileprivate init?(before first: Fact, in stage: RowKey) {
        let changes = first.members["changes"]
        guard first.members["version"] == .integer(1), let running = changes?["running"]?.string,
            let id = first.members["deployment"]?.string.flatMap(DeploymentID.init)
        else { return nil }
        self.init()
        let isImage = ImageName(recorded: running).digest != nil
        self[.deployment] = .text(id.ofDeploymentBefore.description)
        (self[.stack], self[.stage], self[.version]) = (stage.cells[0], stage.cells[1], .integer(0))
        (self[.kind], self[.outcome]) = (.text("observed"), .text("succeeded"))
        self[.revision] = isImage ? Cell(changes?["runningVersion"]?.string) : .text(running)
        self[.image] = isImage ? .text(running) : .null
        for column in [DeploymentColumn.requestedAt, .startedAt, .endedAt] { self[column] = first.time }
        self[.correlationId] = self[.deployment]
        settle()
    }

    fileprivate mutating func request(from fact: Fact) throws(ProjectionError) {
        self[.kind] = .text(try fact.text("kind"))
        try learnWhatRuns(from: fact)
        self[.commit] = try fact.optionalText("commit")
        self[.reason] = try fact.optionalText("reason")
        self[.idempotencyKey] = try fact.optionalText("idempotencyKey")
        if self[.kind] == .text("rollback") {
            self[.target] = Cell(fact.members["changes"]?["asked"]?["target"]?.string)
        }
        try come(from: fact)
    }

    /// A promotion names a version of another stage, a rollback a version of this one.
    private mutating func come(from fact: Fact) throws(ProjectionError) {
        guard fact.isObject("from"), let origin = try fact.inside("from") else {
            self[.fromVersion] = try fact.optionalInteger("from")
            return
        }
        self[.fromStage] = try origin.optionalText("stage")
        self[.fromVersion] = try origin.optionalInteger("version")
    }

    fileprivate mutating func observe(from fact: Fact) throws(ProjectionError) {
        self[.kind] = .text("observed")
        self[.startedAt] = fact.time
        learn(.startedAt, try fact.optionalTime("startedAt"))
        self[.commit] = try fact.optionalText("commit")
        try learnWhatRuns(from: fact)
    }

    fileprivate mutating func approve(from fact: Fact) {
        guard self[.approvedAt].isNull else { return }
        let known = self[.approvedBy].text.map { "\($0), " } ?? ""
        self[.approvedBy] = .text(known + (fact.actor.text ?? ""))
        let isOwn = Actor(fact.actor.text ?? "") == Actor(self[.requestedBy].text ?? "")
        self[.selfApproved] = .integer(isOwn || self[.selfApproved] == .integer(1) ? 1 : 0)
        if fact.members["remaining"]?.integer ?? 0 == 0 { self[.approvedAt] = fact.time }
    }

    fileprivate mutating func learnWhatRuns(from fact: Fact) throws(ProjectionError) {
        learn(.revision, try fact.optionalText("revision"))
        learn(.image, try fact.optionalText("image"))
        // In a request, what is to run; later, what AWS told of the others.
        for told in [try fact.inside("changes")?.inside("images"), try fact.inside("images")] {
            if let told { learn(images: told.members) }
        }
        learn(.awsDeployment, try fact.optionalText("awsDeployment"))
    }

    private mutating func learn(images: JSONObject) {
        let known = self[.containerImages].text.flatMap { try? JSONReader.value(Array($0.utf8)).object } ?? [:]
        let merged = images.members.reduce(into: known) { $0[$1.key] = $1.value }
        self[.containerImages] = .text(CanonicalJSON.text(.object(merged)))
    }

    /// An observed deployment was requested when it started, as far as the ledger knows, and an earlier start may be
    /// recorded later.
    fileprivate mutating func noteStart(at time: Cell) {
        fill(.startedAt, time)
        guard self[.kind] == .text("observed"), let start = time.text else { return }
        for column in [DeploymentColumn.requestedAt, .startedAt] where self[column].text.map({ start < $0 }) ?? false {
            self[column] = time
        }
    }

    /// Whether an outcome takes the place of the recorded one: the first that happened does.
    fileprivate func takes(_ outcome: Outcome, from fact: Fact) -> Bool {
        guard let known = self[.outcome].text.flatMap(Outcome.init) else { return true }
        let isEarlier = self[.endedAt].text.flatMap { ended in fact.time.text.map { $0 < ended } } ?? false
        return known.yields(to: outcome) || isEarlier && known.yields(toEarlier: outcome)
    }

    fileprivate mutating func correct(sameAs version: Cell, from fact: Fact) {
        self[.outcome] = version.isNull ? .null : .text(Outcome.superseded.rawValue)
        self[.endedAt] = version.isNull ? .null : fact.time
        self[.supersededBy] = version
    }

    fileprivate mutating func end(as outcome: Outcome, from fact: Fact) throws(ProjectionError) {
        let code = try fact.optionalText("code")
        let message = try fact.optionalText(outcome == .failed ? "message" : "reason")
        let successor = outcome == .superseded ? try fact.optionalInteger("by") : .null
        let target = outcome == .rolledBack ? try fact.optionalInteger("to") : .null
        guard takes(outcome, from: fact) else { return }
        self[.outcome] = .text(outcome.rawValue)
        if outcome == .succeeded { (self[.code], self[.message]) = (.null, .null) }
        self[.endedAt] = fact.time
        learn(.code, code)
        learn(.message, message)
        if let stop = fact.newestStop { note(stop, from: fact) }
        (self[.supersededBy], self[.rolledBackTo]) = (successor, target)
    }

    /// The newest stop is the cause, in whatever order they are recorded.
    fileprivate mutating func note(_ stop: TaskStop, from fact: Fact) {
        let time = stop.stoppedAt?.description ?? fact.time.text ?? ""
        if let known = self[.causedAt].text, (known, self[.cause].text ?? "") >= (time, stop.text) { return }
        (self[.cause], self[.causedAt]) = (.text(stop.text), .text(time))
    }

    fileprivate mutating func take(_ mark: Row<MarkColumn>) {
        if let known = self[.markedAt].text, let time = mark[.markedAt].text, time < known { return }
        (self[.mark], self[.markReason]) = (mark[.mark], mark[.reason])
        (self[.markedAt], self[.markedBy]) = (mark[.markedAt], mark[.markedBy])
    }

    /// The status follows from what has happened, in whatever order it was recorded.
    fileprivate mutating func settle() {
        if !self[.outcome].isNull {
            self[.status] = self[.outcome]
        } else if !self[.startedAt].isNull {
            self[.status] = .text("started")
        } else {
            self[.status] = .text(self[.approvedAt].isNull ? "requested" : "approved")
        }
    }
}

extension Fact {
    /// The first of `stops`, which an end may name.
    fileprivate var newestStop: TaskStop? {
        members["stops"]?.array?.first?.object.flatMap { try? TaskStop($0) }
    }
}
