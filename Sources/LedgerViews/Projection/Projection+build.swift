import LedgerDomain

extension Projection {
    /// The events of an execution come in any order and more than once, and give the same row.
    func apply(
        _ type: EventType.Build,
        _ pipeline: (Registry, name: String),
        _ fact: Fact
    ) throws(ProjectionError) {
        let (registry, name) = pipeline
        let execution = try fact.text("execution")
        let key = RowKey(execution, registry.account, registry.region, name)
        var row = try builds.current(key) ?? Row(registry, name, execution)
        if let commit = try fact.optionalText("commit").text { row.add(commit: commit) }
        row.learn(.image, try fact.optionalText("image"))
        switch type {
        case .started: row.begin(at: fact.time)
        case .succeeded: row.end(as: "succeeded", at: fact.time)
        case .failed:
            try row.fail(from: fact)
            row.end(as: "failed", at: fact.time)
        }
        try builds.put(row, at: fact.position)
    }
}

extension Row<BuildColumn> {
    fileprivate init(_ registry: Registry, _ pipeline: String, _ execution: String) {
        self.init()
        (self[.account], self[.region]) = (.text(registry.account), .text(registry.region))
        (self[.pipeline], self[.execution], self[.status]) = (.text(pipeline), .text(execution), .text("started"))
    }

    /// An execution may have several sources.
    fileprivate mutating func add(commit: String) {
        let known = (self[.commits].text ?? "").split(separator: " ").map(String.init)
        let all = Set(known + [commit]).sorted()
        (self[.commit], self[.commits]) = (Cell(all.first), .text(all.joined(separator: " ")))
    }

    /// Each source of an execution starts it once more.
    fileprivate mutating func begin(at time: Cell) {
        guard let begin = time.text, self[.startedAt].text.map({ begin < $0 }) ?? true else { return }
        self[.startedAt] = time
    }

    /// An action ends before its pipeline does, and may be tried again.
    fileprivate mutating func end(as status: String, at time: Cell) {
        guard let end = time.text else { return }
        if let known = self[.endedAt].text, (known, self[.status].text ?? "") >= (end, status) { return }
        (self[.status], self[.endedAt]) = (.text(status), time)
    }

    /// The failure of an action says more than that of its pipeline, and the last try counts.
    fileprivate mutating func fail(from fact: Fact) throws(ProjectionError) {
        var other = Self()
        other[.phase] = try fact.optionalText("phase")
        other[.message] = try fact.optionalText("message")
        other[.log] = try fact.optionalText("log")
        other[.failedAt] = fact.time
        guard self[.failedAt].isNull || failureRank < other.failureRank else { return }
        for column in [BuildColumn.phase, .message, .log, .failedAt] { self[column] = other[column] }
    }

    private var failureRank: (Int, String, String, String) {
        (
            self[.phase].isNull ? 0 : 1, self[.failedAt].text ?? "", self[.phase].text ?? "", self[.message].text ?? ""
        )
    }
}
