package import LedgerValues

/// What others did in an account, as AWS tells it.
package enum CallEvent: Equatable, Sendable {
    case observed(ObservedCall)
}

/// A call that somebody made to AWS.
package struct ObservedCall: Equatable, Sendable {
    /// `ecs`.
    package var service: String
    /// `UpdateService`, without the date that Lambda appends.
    package var operation: String
    package var principal: CallPrincipal
    package var at: Timestamp
    package var requestID: String?
    /// The event's id at CloudTrail.
    package var event: String
    package var address: String?
    /// What the caller says it is.
    package var agent: String?
    /// The parameters, with values that may be secret sealed.
    package var request: JSONObject = [:]
    /// Of the answer, only what names something.
    package var response: JSONObject = [:]
    /// The places in the request whose values are unknown: they are null there.
    package var hidden: [String] = []
    /// The deployment of a service that the call began.
    package var awsDeployment: String?
    package var refusal: CallRefusal?

    package init(
        service: String,
        operation: String,
        principal: CallPrincipal,
        at: Timestamp,
        requestID: String? = nil,
        event: String
    ) {
        self.service = service
        self.operation = operation
        self.principal = principal
        self.at = at
        self.requestID = requestID
        self.event = event
    }
}

/// Why AWS refused a call.
package struct CallRefusal: Equatable, Sendable {
    package let code: String
    package let message: String?

    package init(code: String, message: String?) {
        (self.code, self.message) = (code, message)
    }
}
