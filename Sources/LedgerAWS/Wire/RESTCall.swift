package import LedgerValues

/// A call that names what it is about in its path, as Lambda's do.
package protocol RESTCall: AWSCall where Answer: JSONAnswer {
    /// What stands for `{Name}` in the path.
    var segments: [String: String] { get }
    var query: [NameValue] { get }
    /// Nil for a request without a body.
    var members: JSONObject? { get }
}

extension RESTCall {
    package var query: [NameValue] { [] }
    package var members: JSONObject? { nil }

    package var payload: Payload {
        var payload = Payload(path: path, query: query)
        if let members {
            payload.body = CanonicalJSON.bytes(.object(members))
            payload.headers = [NameValue("Content-Type", "application/json")]
        }
        return payload
    }

    private var path: String {
        let parts = Self.operation.path.split(separator: "/", omittingEmptySubsequences: false).map { part in
            guard part.hasPrefix("{"), part.hasSuffix("}") else { return String(part) }
            return (segments[String(part.dropFirst().dropLast())] ?? "").percentEncoded
        }
        return parts.joined(separator: "/")
    }

    package static func answer(_ body: [UInt8]) throws(AnswerError) -> Answer {
        try Answer(JSONObject(answer: body))
    }
}
