/// Carries a request to a server and its answer back, once.
package protocol Transport: Sendable {
    func exchange(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}

/// Why there is no answer.
///
/// The cases differ in the one thing that matters: whether the server can have acted.
package enum TransportError: Error, Equatable, Sendable {
    /// The request surely did not reach the server: no name, no connection, no TLS.
    case notSent(String)
    /// The request may have been carried out: the connection broke, or the answer cannot be taken in.
    case lost(String)
    /// As `lost`, by the time that the request had.
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
