import LedgerDomain

extension Projection {
    func apply(_ type: EventType.Action, _ stage: RowKey, _ fact: Fact) throws(ProjectionError) {
        switch type {
        case .intended: try intend(stage, fact)
        case .attempted: try attempt(fact)
        case .succeeded: try answer(.succeeded, fact)
        case .failed: try answer(.failed, fact)
        case .doubted: try answer(.doubted, fact)
        case .reconciled: try settle(fact, isFinal: false)
        case .resolved: try settle(fact, isFinal: true)
        case .abandoned: try abandon(fact)
        }
    }

    private func intend(_ stage: RowKey, _ fact: Fact) throws(ProjectionError) {
        let deployment = Cell.text(try fact.text("deployment"))
        guard let version = try versions.version(of: deployment, in: stage) else {
            throw .unreadable("no deployment '\(deployment.text ?? "")'")
        }
        var row = Row<ActionColumn>()
        (row[.action], row[.deployment]) = (.text(try fact.text("action")), deployment)
        (row[.stack], row[.stage], row[.version]) = (stage.cells[0], stage.cells[1], .integer(version))
        (row[.service], row[.operation]) = (.text(try fact.text("service")), .text(try fact.text("operation")))
        (row[.class], row[.token]) = (try fact.optionalText("class"), try fact.optionalText("token"))
        (row[.status], row[.attempts], row[.intendedAt]) = (.text("intended"), .integer(0), fact.time)
        guard try actions.current(row.key) == nil else { throw .unreadable("the action exists") }
        try actions.put(row, at: fact.position)
    }

    private func attempt(_ fact: Fact) throws(ProjectionError) {
        var action = try action(of: fact)
        var row = Row<AttemptColumn>()
        (row[.action], row[.attempt]) = (action[.action], .integer(try fact.integer("attempt")))
        (row[.epoch], row[.worker]) = (try fact.optionalInteger("epoch"), try fact.optionalText("worker"))
        row[.attemptedAt] = fact.time
        guard try attempts.current(row.key) == nil else { throw .unreadable("the attempt exists") }
        action[.attempts] = .integer((action[.attempts].integer ?? 0) + 1)
        if action[.endedAt].isNull { action[.status] = .text("attempted") }
        try attempts.put(row, at: fact.position)
        try actions.put(action, at: fact.position)
    }

    /// Writes what came back from one attempt, or that nothing did.
    private func answer(_ outcome: Answer.Outcome, _ fact: Fact) throws(ProjectionError) {
        var action = try action(of: fact)
        let key = RowKey([action[.action], .integer(try fact.integer("attempt"))])
        guard var row = try attempts.current(key) else { throw .unreadable("no such attempt") }
        let answer = try Answer(outcome, fact)
        row.take(answer, at: fact.time)
        action.take(answer, at: fact.time)
        try attempts.put(row, at: fact.position)
        try actions.put(action, at: fact.position)
        try link(row, of: action, fact)
    }

    /// Writes what was found at AWS, or, with `isFinal`, what a person decided.
    private func settle(_ fact: Fact, isFinal: Bool) throws(ProjectionError) {
        var action = try action(of: fact)
        let verdict = try fact.text("verdict")
        let reason = try fact.optionalText("reason")
        guard action[.endedAt].isNull else { return }
        action[.verdict] = .text(verdict)
        action.learn(.message, reason)
        action.settle(ReconciliationVerdict(rawValue: verdict), isFinal: isFinal, at: fact.time)
        try actions.put(action, at: fact.position)
    }

    private func abandon(_ fact: Fact) throws(ProjectionError) {
        var action = try action(of: fact)
        let reason = try fact.optionalText("reason")
        guard action[.endedAt].isNull else { return }
        action.learn(.message, reason)
        action.end(as: "abandoned", at: fact.time)
        try actions.put(action, at: fact.position)
    }

    private func action(of fact: Fact) throws(ProjectionError) -> Row<ActionColumn> {
        let id = try fact.text("action")
        guard let row = try actions.current(RowKey(id)) else { throw .unreadable("no action '\(id)'") }
        return row
    }
}

/// The answer to one attempt.
private struct Answer {
    /// As the column `outcome` has it.
    enum Outcome: String {
        case succeeded, failed, doubted
    }

    let outcome: Outcome
    let requestID, code, message: Cell
    let isRetryable: Bool

    init(_ outcome: Outcome, _ fact: Fact) throws(ProjectionError) {
        self.outcome = outcome
        requestID = try fact.optionalText("requestId")
        code = try fact.optionalText("code")
        message = try fact.optionalText(outcome == .doubted ? "why" : "message")
        isRetryable = fact.isTrue("retryable")
    }
}

extension Row<AttemptColumn> {
    fileprivate mutating func take(_ answer: Answer, at time: Cell) {
        (self[.outcome], self[.answeredAt]) = (.text(answer.outcome.rawValue), time)
        (self[.requestId], self[.code], self[.message]) = (answer.requestID, answer.code, answer.message)
        if answer.outcome == .failed { self[.retryable] = .integer(answer.isRetryable ? 1 : 0) }
    }
}

extension Row<ActionColumn> {
    fileprivate mutating func take(_ answer: Answer, at time: Cell) {
        guard self[.endedAt].isNull else { return }
        learn(.requestId, answer.requestID)
        learn(.code, answer.code)
        learn(.message, answer.message)
        switch answer.outcome {
        case .succeeded: end(as: "succeeded", at: time)
        case .failed where answer.isRetryable: self[.status] = .text("intended")
        case .failed: end(as: "failed", at: time)
        case .doubted: self[.status] = .text("inDoubt")
        }
    }

    /// `absent` leaves the action open, unless it is a person's decision.
    fileprivate mutating func settle(_ verdict: ReconciliationVerdict?, isFinal: Bool, at time: Cell) {
        switch verdict {
        case .landed?: end(as: "succeeded", at: time)
        case .absent? where isFinal: end(as: "failed", at: time)
        case .absent?: self[.status] = .text("intended")
        case .inconclusive?, nil: return
        }
    }

    fileprivate mutating func end(as status: String, at time: Cell) {
        (self[.status], self[.endedAt]) = (.text(status), time)
    }
}
