import LedgerDomain

extension Projection {
    func apply(_ type: EventType.Drift, _ stage: RowKey, _ fact: Fact) throws(ProjectionError) {
        switch type {
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

    /// Clears every drift of the stage that was detected before; one detected later stays, even if recorded earlier.
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
