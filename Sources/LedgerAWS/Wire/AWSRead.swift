package import LedgerValues

/// A call that changes nothing: the client sends it again when that may help.
package struct AWSRead<Answer: Sendable>: AWSCall {
    package static var isRead: Bool { true }

    package let operation: AWSOperation
    package private(set) var parameters: JSONObject
    private let reader: AnswerReader<Answer>

    package init(_ operation: AWSOperation, _ parameters: JSONObject = [:], answer reader: AnswerReader<Answer>) {
        (self.operation, self.parameters, self.reader) = (operation, parameters, reader)
    }

    package func answer(_ body: [UInt8]) throws(AnswerError) -> Answer {
        try reader.read(AnswerBody(body, of: operation))
    }
}

extension AWSRead {
    /// The same call, with the token of the next page in its answer.
    var page: AWSRead<Page<Answer>> {
        AWSRead<Page<Answer>>(operation, parameters, answer: reader.page(operation.pages))
    }

    /// The call for the page that a token names.
    func following(_ token: String) -> AWSRead {
        var call = self
        if let pages = operation.pages { call.parameters[pages.parameter] = .string(token) }
        return call
    }
}
