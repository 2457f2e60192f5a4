package import LedgerValues

/// What has happened to one AWS call with a purpose.
package enum ActionEvent: Equatable, Sendable {
    case intended(ActionIntent)
    case attempted(attempt: Int, epoch: Int, worker: String)
    case succeeded(attempt: Int, requestID: String?, result: JSONObject)
    /// With `retryable` the action stays open.
    case failed(attempt: Int, code: String, message: String, retryable: Bool)
    case doubted(attempt: Int, why: String)
    case reconciled(ReconciliationVerdict, evidence: JSONValue)
    /// A person decided.
    case resolved(ResolutionVerdict, reason: String)
    case abandoned(reason: String?)
}

package struct ActionIntent: Equatable, Sendable {
    package var service: String
    package var operation: String
    package var actionClass: ActionClass
    /// What is sent; values that may be secret are sealed.
    package var request: JSONObject
    /// The idempotency token, where the call takes one.
    package var token: String?

    package init(
        service: String,
        operation: String,
        actionClass: ActionClass,
        request: JSONObject,
        token: String? = nil
    ) {
        self.service = service
        self.operation = operation
        self.actionClass = actionClass
        self.request = request
        self.token = token
    }
}

/// What may be done after a crash between an attempt and its answer.
package enum ActionClass: String, CaseIterable, Sendable {
    /// Send again with the same recorded token.
    case tokened
    /// Look it up by its tag, adopt it or send.
    case probeable
    /// Look, and send again only if the stage has not moved on.
    case convergent
    /// Never sent again by itself.
    case unsafe
}

package enum ReconciliationVerdict: String, CaseIterable, Sendable {
    case landed, absent, inconclusive
}

package enum ResolutionVerdict: String, CaseIterable, Sendable {
    case landed, absent
}
