package import Logging

extension Logger {
    /// A logger that writes nothing.
    package static let none = Logger(label: "stackledger") { _ in SwiftLogNoOpLogHandler() }

    /// One sending of a call and what came of it, without anything that was sent or answered.
    func tell<Answer>(
        _ operation: AWSOperation,
        isRead: Bool,
        in region: String,
        _ attempt: Int,
        _ outcome: CallOutcome<Answer>
    ) {
        debug(
            "AWS call",
            metadata: [
                "operation": "\(operation.name)", "kind": "\(isRead ? "read" : "write")", "region": "\(region)",
                "attempt": "\(attempt)", "outcome": "\(outcome.summary)",
            ]
        )
    }
}

extension CallOutcome {
    /// In a word: an error's code, or the request id of an answer.
    fileprivate var summary: String {
        switch self {
        case .answered(_, let requestID): requestID.map { "answered, request \($0)" } ?? "answered"
        case .refused(let error): "refused, \(error.code)"
        case .unanswered(.notSent): "not sent"
        case .unanswered(.doubtful): "no answer"
        }
    }
}
