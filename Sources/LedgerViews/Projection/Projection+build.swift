extension Projection {
    /// A build's end may be recorded before its start; its end stands.
    func apply(
        _ change: BuildChange,
        _ home: Home,
        pipeline: String,
        _ fact: Fact
    ) throws(ProjectionError) {
        let execution = try fact.text("execution")
        let key = RowKey(execution, home.account, home.region, pipeline)
        var row = try builds.current(key) ?? Row(home, pipeline, execution)
        row.learn(.commit, try fact.optionalText("commit"))
        row.learn(.image, try fact.optionalText("image"))
        switch change {
        case .started: row.fill(.startedAt, fact.time)
        case .succeeded, .failed: try row.end(change, from: fact)
        }
        try builds.put(row, at: fact.position)
    }
}

extension Row<BuildColumn> {
    fileprivate init(_ home: Home, _ pipeline: String, _ execution: String) {
        self.init()
        (self[.account], self[.region]) = (.text(home.account), .text(home.region))
        (self[.pipeline], self[.execution], self[.status]) = (.text(pipeline), .text(execution), .text("started"))
    }

    fileprivate mutating func end(_ change: BuildChange, from fact: Fact) throws(ProjectionError) {
        // A pipeline's own failure tells less than that of its action, which may have come before.
        learn(.phase, try fact.optionalText("phase"))
        learn(.message, try fact.optionalText("message"))
        learn(.log, try fact.optionalText("log"))
        (self[.status], self[.endedAt]) = (.text(change.rawValue), fact.time)
    }
}
