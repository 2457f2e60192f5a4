/// Sends a request once and returns the response.
package protocol Transport: Sendable {
    func exchange(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}

/// Why there is no response.
///
/// The cases differ in whether the server can have acted.
package enum TransportError: Error, Equatable, Sendable {
    /// The request certainly did not reach the server: the name, the connection or TLS failed.
    case notSent(String)
    /// The request may have been carried out: the connection broke, or the response is invalid.
    case lost(String)
    /// Like `lost`: the request's timeout expired.
    case timedOut
}

extension TransportError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notSent(let reason): "no connection (\(reason))"
        case .lost(let reason): "the connection was lost (\(reason))"
        case .timedOut: "no answer in time"
        }
    }
}
