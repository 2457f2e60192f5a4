import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// A response that HTTP does not allow.
struct InvalidResponse: Error {}

extension TransportError {
    /// Describes an error of the libraries in words of our own: theirs can repeat headers and URLs.
    ///
    /// Counts as not sent only what certainly happens before the first byte of a request.
    init(_ error: any Error) {
        switch error {
        case let error as HTTPClientError: self.init(error)
        case let error as NIOConnectionError: self = .notSent(error.reason)
        case is SocketAddressError: self = .notSent("the host has no address")
        case let error as IOError where error.errnoCode == ECONNREFUSED: self = .notSent(error.reason)
        case let error as IOError: self = .lost(error.reason)
        case NIOSSLError.handshakeFailed:
            self = .notSent("the TLS handshake failed: the certificate is not trusted, or TLS 1.2 is not offered")
        case is NIOSSLExtraError: self = .notSent("the TLS certificate is not the host's")
        case is HTTPParserError, is InvalidResponse: self = .lost("the answer is not valid HTTP")
        case is NIOTooManyBytesError: self = .lost("the answer is too large")
        case is CancellationError: self = .lost("it was cancelled")
        default: self = .lost("the connection broke")
        }
    }

    private init(_ error: HTTPClientError) {
        if [.readTimeout, .deadlineExceeded].contains(error) {
            self = .timedOut
        } else if let reason = Self.beforeSending.first(where: { $0.error == error })?.reason {
            self = .notSent(reason)
        } else {
            self = .lost("the connection was closed")
        }
    }

    private static let beforeSending: [(error: HTTPClientError, reason: String)] = [
        (.alreadyShutdown, "the client was shut down"), (.connectTimeout, "the host does not answer"),
        (.emptyHost, "the URL has no host"), (.emptyScheme, "the URL has no scheme"),
        (.getConnectionFromPoolTimeout, "no connection was free"),
        (.httpProxyHandshakeTimeout, "the proxy does not answer"),
        (.invalidProxyResponse, "the proxy refused the connection"), (.invalidURL, "the URL is not valid"),
        (.proxyAuthenticationRequired, "the proxy wants a user and a password"),
        (.tlsHandshakeTimeout, "the TLS handshake took too long"),
    ]
}

extension NIOConnectionError {
    fileprivate var reason: String {
        if let error = connectionErrors.lazy.compactMap({ $0.error as? IOError }).first { return error.reason }
        return connectionErrors.isEmpty ? "the host has no address" : "the host cannot be reached"
    }
}

extension IOError {
    fileprivate var reason: String { String(cString: strerror(errnoCode)) }
}

// MARK: - Responses

/// Refuses statuses below 100, which the HTTP library does not expect.
final class StatusGuard: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart

    private var isClosed = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosed else { return }
        if case .head(let head) = unwrapInboundIn(data), head.status.code < 100 {
            isClosed = true
            context.fireErrorCaught(InvalidResponse())
            context.close(promise: nil)
        } else {
            context.fireChannelRead(data)
        }
    }

    /// Adds one to a connection, behind the decoder.
    static func add(to channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.submit {
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
            try pipeline.addHandler(StatusGuard(), position: .after(decoder))
        }
    }
}
