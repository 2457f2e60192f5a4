package import LedgerValues

/// What has happened to one action: an AWS call that a deployment needs.
package enum ActionEvent: Equatable, Sendable {
    case intended(ActionIntent)
    case attempted(attempt: Int, epoch: Int, worker: String)
    case succeeded(attempt: Int, requestID: String?, result: JSONObject)
    /// If it is retryable, the action stays open.
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
    /// The account and region that it is sent to; earlier versions did not record them.
    package var registry: Registry?
    package var actionClass: ActionClass
    /// The request that is sent; values that may be secret are sealed.
    package var request: JSONObject
    /// The idempotency token, where the call takes one.
    package var token: String?

    package init(
        service: String,
        operation: String,
        in registry: Registry? = nil,
        actionClass: ActionClass,
        request: JSONObject,
        token: String? = nil
    ) {
        self.service = service
        self.operation = operation
        self.registry = registry
        self.actionClass = actionClass
        self.request = request
        self.token = token
    }
}

/// What to do after a crash between an attempt and its answer.
package enum ActionClass: String, CaseIterable, Sendable {
    /// Send again with the same recorded token.
    case tokened
    /// Look for the result by its tag; use it if it exists, otherwise send again.
    case probeable
    /// Look, and send again only if nothing else has changed the stage.
    case convergent
    /// Never send it again automatically.
    case unsafe
}

package enum ReconciliationVerdict: String, CaseIterable, Sendable {
    case landed, absent, inconclusive
}

package enum ResolutionVerdict: String, CaseIterable, Sendable {
    case landed, absent
}
