package import LedgerValues

/// A call that changes something at AWS.
///
/// It leaves the client at most once, whatever comes back: whoever recorded the attempt decides about another. What was
/// recorded are its parameters; all of them are sent.
package struct AWSWrite<Answer: Sendable>: AWSCall {
    package static var isRead: Bool { false }

    package let operation: AWSOperation
    package let parameters: JSONObject
    private let reader: AnswerReader<Answer>

    package init(_ operation: AWSOperation, _ parameters: JSONObject, answer reader: AnswerReader<Answer>) {
        (self.operation, self.parameters, self.reader) = (operation, parameters, reader)
    }

    package func answer(_ body: [UInt8]) throws(AnswerError) -> Answer {
        try reader.read(AnswerBody(body, of: operation))
    }
}
