package import LedgerValues

/// How far one AWS call of a deployment has come.
package struct ActionProgress: Equatable, Sendable {
    package enum Standing: Equatable, Sendable {
        /// It may be sent: it was not sent yet, or it had no effect.
        case due
        /// It was sent, and its result is unknown.
        case unanswered
        /// The result was looked for and is still unknown: a person has to decide.
        case inDoubt(why: String)
        /// It had its effect: this is the result, as AWS answered it or as it was found.
        case landed(JSONObject)
        case failed(code: String, message: String)
        case abandoned

        package var isInDoubt: Bool {
            if case .inDoubt = self { true } else { false }
        }
    }

    package let id: ActionID
    package let intent: ActionIntent
    package private(set) var attempts = 0
    package private(set) var standing = Standing.due
    /// Who sent it last.
    package private(set) var worker: String?
    /// When it was sent last.
    private var sentAt: Timestamp?

    package init(_ id: ActionID, _ intent: ActionIntent) {
        (self.id, self.intent) = (id, intent)
    }

    package var operation: DeploymentOperation? {
        DeploymentOperation(service: intent.service, operation: intent.operation)
    }

    /// Whether AWS may have carried it out, though it has what it had before: somebody may have set that back since.
    ///
    /// Nobody does so within a few minutes; later nobody can tell.
    package func mayBeSetBack(at now: Timestamp) -> Bool {
        guard let operation, !operation.leavesTrace, let sentAt else { return false }
        return now > sentAt.advanced(bySeconds: 300)
    }

    mutating func evolve(_ event: ActionEvent, at time: Timestamp) {
        switch event {
        case .intended: return
        case .attempted(let attempt, _, let worker):
            (attempts, standing) = (max(attempts, attempt), .unanswered)
            (self.worker, sentAt) = (worker, time)
        case .succeeded(_, _, let result): standing = .landed(result)
        case .failed(_, let code, let message, let retryable):
            standing = retryable ? .due : .failed(code: code, message: message)
        case .doubted: standing = .unanswered
        case .reconciled(let verdict, let evidence): reconcile(verdict, evidence)
        case .resolved(let verdict, let reason):
            switch verdict {
            case .landed: standing = .landed([:])
            case .absent: standing = .failed(code: "resolvedAbsent", message: reason)
            }
        case .abandoned: standing = .abandoned
        }
    }

    private mutating func reconcile(_ verdict: ReconciliationVerdict, _ evidence: JSONValue) {
        switch verdict {
        case .landed: standing = .landed(evidence.object ?? [:])
        case .absent: standing = .due
        case .inconclusive: standing = .inDoubt(why: evidence.string ?? evidence.object?["why"]?.string ?? "")
        }
    }
}
