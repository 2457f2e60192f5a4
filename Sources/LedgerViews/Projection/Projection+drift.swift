extension Projection {
    func apply(_ change: DriftChange, _ stage: RowKey, _ fact: Fact) throws(ProjectionError) {
        switch change {
        case .detected: try detect(stage, fact)
        case .cleared: try clear(stage, fact)
        }
    }

    private func detect(_ stage: RowKey, _ fact: Fact) throws(ProjectionError) {
        var row = Row<DriftColumn>()
        (row[.stack], row[.stage], row[.detectedAt]) = (stage.cells[0], stage.cells[1], fact.time)
        (row[.expected], row[.observed]) = (fact.json("expected"), fact.json("observed"))
        row[.principal] = try fact.optionalText("principal")
        try drifts.put(row, at: fact.position)
    }

    /// Ends every drift of the stage that began before; one seen later, though recorded earlier, goes on.
    private func clear(_ stage: RowKey, _ fact: Fact) throws(ProjectionError) {
        let open = try drifts.all(
            where: #""stack" = ? AND "stage" = ? AND cleared_at IS NULL AND detected_at <= ?"#,
            stage.cells + [fact.time]
        )
        for var row in open {
            row[.clearedAt] = fact.time
            try drifts.put(row, at: fact.position)
        }
    }
}
