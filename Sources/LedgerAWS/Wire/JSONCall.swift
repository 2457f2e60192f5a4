package import LedgerValues

/// A call whose request and answer are JSON objects, of the JSON protocols 1.0 and 1.1.
package protocol JSONCall: AWSCall where Answer: JSONAnswer {
    var members: JSONObject { get }
}

/// What is read from a JSON object.
package protocol JSONAnswer: Sendable {
    init(_ object: JSONObject) throws(AnswerError)
}

extension JSONCall {
    package var payload: Payload {
        var payload = Payload(body: CanonicalJSON.bytes(.object(members)))
        if case .json(let version, let target) = Self.operation.service.wire {
            payload.headers = [
                NameValue("Content-Type", "application/x-amz-json-\(version)"),
                NameValue("X-Amz-Target", "\(target).\(Self.operation.name)"),
            ]
        }
        return payload
    }

    package static func answer(_ body: [UInt8]) throws(AnswerError) -> Answer {
        try Answer(JSONObject(answer: body))
    }
}

extension JSONObject {
    /// Reads the body of an answer; an empty one is an empty object.
    ///
    /// A number that a record cannot hold, as a fraction, becomes a string of its digits.
    init(answer body: [UInt8]) throws(AnswerError) {
        guard !body.isEmpty else {
            self.init()
            return
        }
        guard let value = try? JSONReader.value(body, numbers: .fractionsAsText), let object = value.object else {
            throw .unreadable
        }
        self = object
    }

    /// An object of the members that have a value.
    init(given members: [(String, JSONValue?)]) {
        self.init(members.compactMap { name, value in value.map { (name, $0) } })
    }
}

/// The answer of a call that has none.
package struct NoAnswer: JSONAnswer, Equatable {
    package init(_ object: JSONObject) {}
}
