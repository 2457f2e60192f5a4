import LedgerAWS
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A server on a free loopback port that answers as configured, and records its requests.
final class StubServer: Sendable {
    struct Asked: Equatable, Sendable {
        let method, target: String
        let headers: [NameValue]
        let body: String

        func header(_ name: String) -> String? { headers.first(named: name) }
    }

    enum Reply: Sendable {
        case answer(Int, [NameValue] = [], String = "")
        /// Closes the connection without an answer.
        case hangUp
        /// Sends half an answer, then closes the connection.
        case torn
        /// Sends half an answer and no more.
        case stuck
        /// Sends nothing.
        case silence
        /// Sends these bytes, whatever they are.
        case raw(String)
    }

    private let channel: any Channel
    private let log: Log
    private let scheme: Endpoint.Scheme

    final class Log: Sendable {
        let asked = Mutex<[Asked]>([])
    }

    /// Speaks TLS where `tls` is given.
    init(tls: NIOSSLContext? = nil, _ reply: @escaping @Sendable (Asked) -> Reply) async throws {
        let log = Log()
        (self.log, scheme) = (log, tls == nil ? .http : .https)
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(log: log, reply: reply))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    deinit {
        channel.close(promise: nil)
    }

    var endpoint: Endpoint { Endpoint(scheme, "127.0.0.1", port: channel.localAddress?.port ?? 0) }
    var url: String { "\(scheme.rawValue)://\(endpoint.authority)" }
    var asked: [Asked] { log.asked.withLock(\.self) }
}

private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let log: StubServer.Log
    private let reply: @Sendable (StubServer.Asked) -> StubServer.Reply
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(log: StubServer.Log, reply: @escaping @Sendable (StubServer.Asked) -> StubServer.Reply) {
        (self.log, self.reply) = (log, reply)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): (self.head, body) = (head, [])
        case .body(let part): body += Array(part.readableBytesView)
        case .end: answer(context)
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        guard let head else { return }
        let asked = StubServer.Asked(
            method: head.method.rawValue,
            target: head.uri,
            headers: head.headers.map { NameValue($0.name, $0.value) },
            body: String(decoding: body, as: UTF8.self)
        )
        log.asked.withLock { $0.append(asked) }
        switch reply(asked) {
        case .silence: return
        case .raw(let text): try? writeRaw(text, context)
        case .stuck: write(200, [NameValue("Content-Length", "100")], "{\"half\":", context)
        case .hangUp: context.close(promise: nil)
        case .torn:
            write(200, [NameValue("Content-Length", "100")], "{\"half\":", context)
            context.close(promise: nil)
        case .answer(let status, let headers, let body):
            write(status, headers + [NameValue("Content-Length", "\(body.utf8.count)")], body, context)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }

    /// Goes past the encoder.
    private func writeRaw(_ text: String, _ context: ChannelHandlerContext) throws {
        let encoder = try context.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
        encoder.writeAndFlush(NIOAny(ByteBuffer(string: text)), promise: nil)
    }

    private func write(_ status: Int, _ headers: [NameValue], _ body: String, _ context: ChannelHandlerContext) {
        let fields = HTTPHeaders(headers.map { ($0.name, $0.value) })
        let head = HTTPResponseHead(version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: fields)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
    }
}
