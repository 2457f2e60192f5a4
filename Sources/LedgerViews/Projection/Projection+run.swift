import LedgerDomain

/// What ran when, by the times at which deployments took effect.
///
/// The runs of a stage are ordered by (from, version). A run ends when the next begins or when the stage was removed,
/// whichever is first. A scale or restart that names no content runs the content of the run before it.
extension Projection {
    /// Inserts the run of a deployment that has succeeded at its place in time.
    func placeRun(of deployment: Row<DeploymentColumn>, _ fact: Fact) throws(ProjectionError) {
        let stage = RowKey([deployment[.stack], deployment[.stage]])
        var run = Row<RunColumn>(of: deployment)
        let newest = try newestRun(of: stage)
        let isNewest = newest.map { $0.precedes(run) } ?? true
        let before = isNewest ? newest : try neighbour(Neighbour.before, run)
        let after = isNewest ? nil : try neighbour(Neighbour.after, run)
        run.inherit(from: before, deployment)
        run[.to] = try end(of: run, before: after, in: stage)
        if var before, before.isRunning(at: run[.from]) {
            before[.to] = run[.from]
            try runs.put(before, at: fact.position)
        }
        try runs.put(run, at: fact.position)
        if isNewest { newestRuns[stage] = run } else { try pass(on: run, fact) }
    }

    /// Removes the run of a deployment that did not succeed then after all: what ran before it ran on.
    func removeRun(of deployment: Row<DeploymentColumn>, _ fact: Fact) throws(ProjectionError) {
        let stage = RowKey([deployment[.stack], deployment[.stage]])
        let run = Row<RunColumn>(of: deployment)
        let before = try neighbour(Neighbour.before, run)
        let after = try neighbour(Neighbour.after, run)
        try runs.remove(run.key, at: fact.position)
        newestRuns[stage] = nil
        if var before {
            before[.to] = try end(of: before, before: after, in: stage)
            try runs.put(before, at: fact.position)
            try pass(on: before, fact)
        } else if var after, let heir = try self.deployment(of: after), heir.inherits {
            after.inherit(from: nil, heir)
            try note(after, fact)
            try pass(on: after, fact)
        }
    }

    /// Adds to a run what a start that was recorded late says of its content.
    func correctRun(of deployment: Row<DeploymentColumn>, _ fact: Fact) throws(ProjectionError) {
        var run = Row<RunColumn>(of: deployment)
        guard let known = try runs.current(run.key) else { return }
        run.inherit(from: try neighbour(Neighbour.before, run), deployment)
        run[.to] = known[.to]
        guard run != known else { return }
        try note(run, fact)
        try pass(on: run, fact)
    }

    /// Ends what runs in a stage that was removed at `time`.
    func endRun(of stage: RowKey, at time: Cell, _ fact: Fact) throws(ProjectionError) {
        guard var run = try runs.first(where: Neighbour.covering, stage.cells + [time]) else { return }
        run[.to] = time
        try note(run, fact)
    }

    private func newestRun(of stage: RowKey) throws(ProjectionError) -> Row<RunColumn>? {
        if let known = newestRuns[stage] { return known }
        return try runs.first(where: Neighbour.newest, stage.cells)
    }

    private func neighbour(_ side: String, _ run: Row<RunColumn>) throws(ProjectionError) -> Row<RunColumn>? {
        try runs.first(where: side, [run[.stack], run[.stage], run[.from], run[.version]])
    }

    private func end(
        of run: Row<RunColumn>,
        before next: Row<RunColumn>?,
        in stage: RowKey
    ) throws(ProjectionError) -> Cell {
        let removal = try stageEnds.first(of: stage, from: run[.from])
        guard let start = next?[.from].text else { return removal }
        return .text(min(start, removal.text ?? start))
    }

    /// Corrects the runs after `run` that take their content from it.
    private func pass(on run: Row<RunColumn>, _ fact: Fact) throws(ProjectionError) {
        var previous = run
        while let next = try neighbour(Neighbour.after, previous), let heir = try deployment(of: next), heir.inherits {
            var corrected = next
            corrected.inherit(from: previous, heir)
            guard corrected != next else { return }
            try note(corrected, fact)
            previous = corrected
        }
    }

    private func deployment(of run: Row<RunColumn>) throws(ProjectionError) -> Row<DeploymentColumn>? {
        try deployments.current(RowKey([run[.stack], run[.stage], run[.version]]))
    }

    private func note(_ run: Row<RunColumn>, _ fact: Fact) throws(ProjectionError) {
        try runs.put(run, at: fact.position)
        let stage = RowKey([run[.stack], run[.stage]])
        if newestRuns[stage]?.key == run.key { newestRuns[stage] = run }
    }
}

/// Conditions that select one run of a stage.
private enum Neighbour {
    static let newest = #"\#(ofStage) \#(newestFirst)"#
    static let before = #"\#(ofStage) AND ("from", "version") < (?3, ?4) \#(newestFirst)"#
    static let after = #"\#(ofStage) AND ("from", "version") > (?3, ?4) ORDER BY "from", "version""#
    static let covering = #"\#(ofStage) AND "from" <= ?3 AND ("to" IS NULL OR "to" > ?3) \#(newestFirst)"#

    private static let ofStage = #""stack" = ?1 AND "stage" = ?2"#
    private static let newestFirst = #"ORDER BY "from" DESC, "version" DESC"#
}

extension Row<RunColumn> {
    fileprivate init(of deployment: Row<DeploymentColumn>) {
        self.init()
        (self[.stack], self[.stage], self[.version]) = (deployment[.stack], deployment[.stage], deployment[.version])
        (self[.deployment], self[.from]) = (deployment[.deployment], deployment[.endedAt])
        learnContent(of: deployment)
    }

    private mutating func learnContent(of deployment: Row<DeploymentColumn>) {
        (self[.revision], self[.image]) = (deployment[.revision], deployment[.image])
        self[.containerImages] = deployment[.containerImages]
    }

    fileprivate func precedes(_ other: Self) -> Bool {
        guard let start = self[.from].text, let otherStart = other[.from].text else { return false }
        return (start, self[.version].integer ?? 0) < (otherStart, other[.version].integer ?? 0)
    }

    fileprivate func isRunning(at time: Cell) -> Bool {
        guard let end = self[.to].text, let time = time.text else { return true }
        return end > time
    }

    fileprivate mutating func inherit(from previous: Row<RunColumn>?, _ deployment: Row<DeploymentColumn>) {
        learnContent(of: deployment)
        guard deployment.inherits, let previous else { return }
        fill(.revision, previous[.revision])
        fill(.image, previous[.image])
        fill(.containerImages, previous[.containerImages])
    }
}

extension Row<DeploymentColumn> {
    /// Whether it runs the content of the run before it.
    fileprivate var inherits: Bool {
        guard let kind = self[.kind].text.flatMap(DeploymentKind.init), !kind.changesContent else { return false }
        return self[.revision].isNull || self[.image].isNull
    }
}
