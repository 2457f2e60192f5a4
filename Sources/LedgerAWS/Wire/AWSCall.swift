import LedgerValues

/// One call of AWS: what is asked, and how the answer is read.
package protocol AWSCall: Sendable {
    associatedtype Answer: Sendable

    static var operation: AWSOperation { get }

    /// What of the request is this call's own.
    var payload: Payload { get }

    /// Reads a body of a success. Members that are not known are passed over.
    static func answer(_ body: [UInt8]) throws(AnswerError) -> Answer
}

/// What a call puts into a request; its destination and its signature are the client's.
package struct Payload: Equatable, Sendable, Concealed {
    var path = "/"
    var query: [NameValue] = []
    var headers: [NameValue] = []
    var body: [UInt8] = []
}

/// Why the body of a success is not the answer that it should be.
///
/// The call was carried out all the same.
package enum AnswerError: Error, Equatable, Sendable {
    case unreadable
    /// A member without which the answer is none.
    case missing(String)
}

extension AWSCall {
    /// The request of this call, not signed yet.
    func request(to endpoint: Endpoint) -> HTTPRequest {
        let payload = payload
        let path = endpoint.prefix + payload.path
        let headers = payload.headers + [NameValue("User-Agent", "stackledger")]
        return HTTPRequest(
            Self.operation.method,
            endpoint,
            path: path,
            query: payload.query,
            headers: headers,
            body: payload.body
        )
    }
}
