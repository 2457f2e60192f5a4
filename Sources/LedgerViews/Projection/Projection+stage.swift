import LedgerDomain
import LedgerLog
import LedgerValues

extension Projection {
    func apply(_ type: EventType.Stage, _ key: RowKey, _ fact: Fact) throws(ProjectionError) {
        switch type {
        case .added: try addStage(key, fact)
        case .changed: try changeStage(key, fact) { row throws(ProjectionError) in try row.change(from: fact) }
        case .locked: try changeStage(key, fact) { row throws(ProjectionError) in try row.lock(from: fact) }
        case .unlocked: try changeStage(key, fact) { row in row.unlock() }
        case .removed: try removeStage(key, fact)
        }
    }

    private func addStage(_ key: RowKey, _ fact: Fact) throws(ProjectionError) {
        guard try stages.current(key) == nil else { throw .unreadable("the stage exists") }
        var row = Row<StageColumn>()
        (row[.stack], row[.stage]) = (key.cells[0], key.cells[1])
        (row[.addedAt], row[.addedBy]) = (fact.time, fact.actor)
        row[.settings] = .text("{}")
        try row.change(from: fact)
        let others = try stages.all(where: #""stack" = ? ORDER BY ordinal"#, [key.cells[0]])
        let index = try place(after: fact, among: others)
        row[.ordinal] = .integer(Int64(index) + 1)
        try stages.put(row, at: fact.position)
        try renumber(others[index...], from: index + 2, fact)
    }

    /// The index of a new stage: first where `after` is null, last where it is absent.
    private func place(after fact: Fact, among others: [Row<StageColumn>]) throws(ProjectionError) -> Int {
        if fact.isNull("after") { return 0 }
        let after = try fact.optionalText("after")
        if after.isNull { return others.count }
        guard let index = others.firstIndex(where: { $0[.stage] == after }) else {
            throw .unreadable("no stage '\(after.text ?? "")' to stand after")
        }
        return index + 1
    }

    private func renumber(
        _ rows: ArraySlice<Row<StageColumn>>,
        from first: Int,
        _ fact: Fact
    ) throws(ProjectionError) {
        for (offset, var row) in rows.enumerated() {
            row[.ordinal] = .integer(Int64(first + offset))
            try stages.put(row, at: fact.position)
        }
    }

    private func changeStage(
        _ key: RowKey,
        _ fact: Fact,
        _ change: (inout Row<StageColumn>) throws(ProjectionError) -> Void
    ) throws(ProjectionError) {
        guard var row = try stages.current(key) else { throw .unreadable("no such stage") }
        try change(&row)
        try stages.put(row, at: fact.position)
    }

    private func removeStage(_ key: RowKey, _ fact: Fact) throws(ProjectionError) {
        guard let row = try stages.current(key) else { throw .unreadable("no such stage") }
        let others = try stages.all(where: #""stack" = ? ORDER BY ordinal"#, [key.cells[0]])
        let index = others.firstIndex { $0[.stage] == row[.stage] } ?? others.count
        try stages.remove(key, at: fact.position)
        try renumber(others.dropFirst(index + 1), from: index + 1, fact)
        try stageEnds.insert(key, at: fact.time)
        try endRun(of: key, at: fact.time, fact)
    }
}

extension Row<StageColumn> {
    fileprivate mutating func change(from fact: Fact) throws(ProjectionError) {
        try change(.account, "account", in: fact)
        try change(.region, "region", in: fact)
        try change(.approval, "approval", in: fact)
        if let target = try fact.inside("target") { try aim(at: target) }
        if let settings = try fact.inside("settings") { merge(settings.members) }
        if fact.isNull("settings") { self[.settings] = .text("{}") }
    }

    /// A target of another kind clears the names of the old one.
    private mutating func aim(at target: Fact) throws(ProjectionError) {
        let kind = try target.optionalText("kind")
        if !kind.isNull, kind != self[.kind] {
            for column: StageColumn in [.cluster, .service, .family, .container, .function] { self[column] = .null }
        }
        try change(.kind, "kind", in: target)
        try change(.cluster, "cluster", in: target)
        try change(.service, "service", in: target)
        try change(.family, "family", in: target)
        try change(.container, "container", in: target)
        try change(.function, "function", in: target)
    }

    private mutating func merge(_ settings: JSONObject) {
        let known = self[.settings].text.flatMap { try? JSONReader.value(Array($0.utf8)) }?.object
        var merged = known ?? JSONObject()
        for member in settings.members { merged[member.key] = member.value.isNull ? nil : member.value }
        self[.settings] = .text(CanonicalJSON.text(.object(merged)))
    }

    fileprivate mutating func lock(from fact: Fact) throws(ProjectionError) {
        self[.lockReason] = try fact.optionalText("reason")
        self[.lockExpires] = try fact.optionalTime("expires")
        self[.lockAllows] = fact.json("allows")
        (self[.lockedAt], self[.lockedBy]) = (fact.time, fact.actor)
    }

    fileprivate mutating func unlock() {
        for column: StageColumn in [.lockReason, .lockedBy, .lockedAt, .lockExpires, .lockAllows] {
            self[column] = .null
        }
    }
}
