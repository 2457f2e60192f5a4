/// What is known about a call that was made.
package enum CallOutcome<Answer: Sendable>: Sendable {
    /// AWS carried it out.
    case answered(Answer, requestID: String?)
    /// AWS refused it: it was not carried out.
    case refused(AWSError)
    /// There is no clear answer.
    case unanswered(NoAnswer)
}

extension CallOutcome: Equatable where Answer: Equatable {}

/// Why a call has no answer.
///
/// The cases differ in whether AWS may have carried it out.
package enum NoAnswer: Error, Equatable, Sendable {
    /// Nothing reached AWS: the call may be sent again at once.
    case notSent(Obstacle)
    /// It may have been carried out: look before sending it again.
    case doubtful(Doubt)

    package enum Obstacle: Equatable, Sendable {
        case settings(SettingsError)
        case credentials(CredentialError)
        case connection(String)
    }

    package enum Doubt: Equatable, Sendable {
        case connectionLost(String)
        case timedOut
        /// AWS failed, and does not say how far it got.
        case fault(AWSError)
        /// A success, but its body is not an answer to this call.
        case unreadable(AnswerError, status: Int, requestID: String?)
    }
}

/// Why there is no answer, for callers that only want the answer.
package enum CallFailure: Error, Equatable, Sendable {
    case refused(AWSError)
    case unanswered(NoAnswer)
}

extension CallOutcome {
    package func get() throws(CallFailure) -> Answer {
        switch self {
        case .answered(let answer, _): return answer
        case .refused(let error): throw .refused(error)
        case .unanswered(let noAnswer): throw .unanswered(noAnswer)
        }
    }

    package var requestID: String? {
        switch self {
        case .answered(_, let requestID): requestID
        case .refused(let error): error.requestID
        case .unanswered(.doubtful(.fault(let error))): error.requestID
        case .unanswered(.doubtful(.unreadable(_, _, let requestID))): requestID
        case .unanswered(.notSent), .unanswered(.doubtful(.connectionLost)), .unanswered(.doubtful(.timedOut)): nil
        }
    }
}
