extension Projection {
    func apply(_ change: DeploymentChange, _ stage: RowKey, _ fact: Fact) throws(ProjectionError) {
        switch change {
        case .requested: try begin(stage, fact) { row throws(ProjectionError) in try row.request(from: fact) }
        case .observed: try begin(stage, fact) { row throws(ProjectionError) in try row.observe(from: fact) }
        case .approved: try update(stage, fact) { row in row.approve(from: fact) }
        // Nothing has become of it yet; what does is told by the event that ends it.
        case .cancelRequested: return
        case .started: try start(stage, fact)
        case .succeeded: try succeed(stage, fact)
        case .rejected, .failed, .rolledBack, .cancelled, .superseded:
            try update(stage, fact) { row throws(ProjectionError) in try row.end(change, from: fact) }
        case .marked: try update(stage, fact) { row throws(ProjectionError) in try row.mark(from: fact) }
        }
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
        versions.note(row[.deployment], version)
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
        // A new version of the row may be in memory only, where no statement finds it by its id.
        versions.note(row[.deployment], version)
        return row
    }

    /// May come after the end: then what ran is only now known in full.
    private func start(_ stage: RowKey, _ fact: Fact) throws(ProjectionError) {
        var row = try deployment(of: stage, fact)
        row.noteStart(at: fact.time)
        try row.learnWhatRuns(from: fact)
        row.settle()
        try deployments.put(row, at: fact.position)
        if row[.outcome] == .text("succeeded") { try correctRun(of: row, fact) }
    }

    private func succeed(_ stage: RowKey, _ fact: Fact) throws(ProjectionError) {
        var row = try deployment(of: stage, fact)
        guard row.yields(to: .succeeded) else { return }
        try row.learnWhatRuns(from: fact)
        try row.end(.succeeded, from: fact)
        row.settle()
        try deployments.put(row, at: fact.position)
        try placeRun(of: row, fact)
    }
}

extension Row<DeploymentColumn> {
    fileprivate mutating func request(from fact: Fact) throws(ProjectionError) {
        self[.kind] = .text(try fact.text("kind"))
        try learnWhatRuns(from: fact)
        self[.commit] = try fact.optionalText("commit")
        self[.reason] = try fact.optionalText("reason")
        self[.idempotencyKey] = try fact.optionalText("idempotencyKey")
        try come(from: fact)
    }

    /// A promotion comes from another stage's version, a rollback goes back to one of this stage's.
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
        (self[.approvedAt], self[.approvedBy]) = (fact.time, fact.actor)
    }

    fileprivate mutating func learnWhatRuns(from fact: Fact) throws(ProjectionError) {
        learn(.revision, try fact.optionalText("revision"))
        learn(.image, try fact.optionalText("image"))
        learn(.awsDeployment, try fact.optionalText("awsDeployment"))
    }

    /// Of one that was only observed, a start that is heard of later may be the earlier one, and nobody asked for it
    /// before it started as far as is known.
    fileprivate mutating func noteStart(at time: Cell) {
        fill(.startedAt, time)
        guard self[.kind] == .text("observed"), let start = time.text else { return }
        for column in [DeploymentColumn.requestedAt, .startedAt] where self[column].text.map({ start < $0 }) ?? false {
            self[column] = time
        }
    }

    /// The first outcome stands, but AWS's own word takes the place of `superseded`, which is only concluded, and AWS's
    /// rollback that of the failure that it answers: as `Deployment.yields(to:)` decides.
    fileprivate func yields(to change: DeploymentChange) -> Bool {
        switch (self[.outcome].text, change) {
        case (nil, _), ("superseded", .succeeded), ("superseded", .failed), ("superseded", .rolledBack): true
        case ("failed", .rolledBack): true
        default: false
        }
    }

    fileprivate mutating func end(_ change: DeploymentChange, from fact: Fact) throws(ProjectionError) {
        let code = try fact.optionalText("code")
        let message = try fact.optionalText(change == .failed ? "message" : "reason")
        let successor = try fact.version("by", of: .superseded, change)
        let target = try fact.version("to", of: .rolledBack, change)
        guard yields(to: change) else { return }
        self[.outcome] = .text(change.rawValue)
        self[.endedAt] = fact.time
        learn(.code, code)
        learn(.message, message)
        (self[.supersededBy], self[.rolledBackTo]) = (successor, target)
    }

    /// Of two marks the later one holds, whichever was recorded first.
    fileprivate mutating func mark(from fact: Fact) throws(ProjectionError) {
        let mark = try fact.text("mark")
        let reason = try fact.optionalText("reason")
        if let known = self[.markedAt].text, let time = fact.time.text, time < known { return }
        (self[.mark], self[.markReason]) = (.text(mark), reason)
        (self[.markedAt], self[.markedBy]) = (fact.time, fact.actor)
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
    fileprivate func version(
        _ member: String,
        of change: DeploymentChange,
        _ actual: DeploymentChange
    ) throws(ProjectionError) -> Cell {
        change == actual ? try optionalInteger(member) : .null
    }
}
