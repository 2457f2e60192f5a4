package import LedgerValues

/// One call of AWS: an operation, its parameters, and how its answer is read.
///
/// Concealed, as environment values and tokens stand in parameters.
package protocol AWSCall: Sendable, Concealed {
    associatedtype Answer: Sendable

    /// Whether it changes nothing, so that it may be sent again whenever there is no answer.
    static var isRead: Bool { get }

    var operation: AWSOperation { get }

    /// In AWS's own names.
    var parameters: JSONObject { get }

    /// Reads the body of a success. Unknown members are ignored.
    func answer(_ body: [UInt8]) throws(AnswerError) -> Answer
}

/// Why the body of a success cannot be used.
///
/// AWS carried the call out all the same.
package enum AnswerError: Error, Equatable, Sendable {
    case unreadable
    /// A required member is missing.
    case missing(String)
}

extension AWSCall {
    /// The request of this call, not signed yet.
    func request(to endpoint: Endpoint) -> HTTPRequest {
        let payload = operation.payload(of: parameters)
        let headers = payload.headers + [NameValue("User-Agent", "stackledger")]
        return HTTPRequest(
            operation.method,
            endpoint,
            path: endpoint.prefix + payload.path,
            query: payload.query,
            headers: headers,
            body: payload.body
        )
    }
}
