import LedgerDomain

extension Projection {
    /// A build's end may be recorded before its start; its end stands.
    func apply(
        _ type: EventType.Build,
        _ pipeline: (Registry, name: String),
        _ fact: Fact
    ) throws(ProjectionError) {
        let (registry, name) = pipeline
        let execution = try fact.text("execution")
        let key = RowKey(execution, registry.account, registry.region, name)
        var row = try builds.current(key) ?? Row(registry, name, execution)
        row.learn(.commit, try fact.optionalText("commit"))
        row.learn(.image, try fact.optionalText("image"))
        switch type {
        case .started: row.fill(.startedAt, fact.time)
        case .succeeded: try row.end(as: "succeeded", from: fact)
        case .failed: try row.end(as: "failed", from: fact)
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

    fileprivate mutating func end(as status: String, from fact: Fact) throws(ProjectionError) {
        // A pipeline's own failure says less than that of its action, which may be recorded before.
        learn(.phase, try fact.optionalText("phase"))
        learn(.message, try fact.optionalText("message"))
        learn(.log, try fact.optionalText("log"))
        (self[.status], self[.endedAt]) = (.text(status), fact.time)
    }
}
