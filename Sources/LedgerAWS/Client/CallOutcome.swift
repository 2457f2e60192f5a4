/// What is known of a call that was made.
package enum CallOutcome<Answer: Sendable>: Sendable {
    /// It was carried out.
    case answered(Answer, requestID: String?)
    /// AWS said no: it was not carried out.
    case refused(AWSError)
    /// There is no answer that settles it.
    case unanswered(Silence)
}

extension CallOutcome: Equatable where Answer: Equatable {}

/// Why a call has no answer.
///
/// The cases differ in whether it can have been carried out.
package enum Silence: Error, Equatable, Sendable {
    /// Nothing reached AWS: it may be sent again at once.
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
        /// AWS failed, and does not say how far it came.
        case fault(AWSError)
        /// A success whose body is not the answer of this call.
        case unreadable(AnswerError, status: Int, requestID: String?)
    }
}

/// The two ways in which there is no answer, for calls whose answer is all that is wanted.
package enum CallFailure: Error, Equatable, Sendable {
    case refused(AWSError)
    case unanswered(Silence)
}

extension CallOutcome {
    package func get() throws(CallFailure) -> Answer {
        switch self {
        case .answered(let answer, _): return answer
        case .refused(let error): throw .refused(error)
        case .unanswered(let silence): throw .unanswered(silence)
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
