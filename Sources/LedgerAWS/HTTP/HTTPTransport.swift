import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// The real transport; creates its HTTP clients on first use.
///
/// Sends each request at most once: redirects are returned as responses, and failed connections are not retried.
package final class HTTPTransport: Transport {
    private let proxies: ProxySettings
    private let authorities: String?
    private let clients = Mutex<[ProxySettings.Proxy?: HTTPClient]>([:])

    /// `authorities` is a file of certificates to trust instead of the system's.
    package init(proxies: ProxySettings, authorities: String? = nil) {
        (self.proxies, self.authorities) = (proxies, authorities)
    }

    deinit {
        for client in clients.withLock({ $0.values }) { client.shutdown { _ in } }
    }

    package func exchange(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        guard request.headers.allSatisfy(\.isSendable) else {
            throw .notSent("a header has characters that HTTP does not allow")
        }
        let client = try client(for: request.endpoint)
        let response: HTTPResponse?
        do {
            response = try await Self.first(of: client, request)
        } catch {
            throw TransportError(error)
        }
        guard let response else { throw .timedOut }
        return response
    }

    /// The response; nil if the request's timeout expires first.
    ///
    /// The library's own deadline does not cover the body.
    private static func first(of client: HTTPClient, _ request: HTTPRequest) async throws -> HTTPResponse? {
        try await withThrowingTaskGroup(of: HTTPResponse?.self) { group in
            group.addTask { try await perform(request, client) }
            group.addTask {
                try await Task.sleep(for: request.timeout)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    private static func perform(_ request: HTTPRequest, _ client: HTTPClient) async throws -> HTTPResponse {
        let response = try await client.execute(HTTPClientRequest(request), deadline: .distantFuture)
        let body = try await response.body.collect(upTo: largestBody)
        return HTTPResponse(
            status: Int(response.status.code),
            headers: response.headers.map { NameValue($0.name, $0.value) },
            body: Array(body.readableBytesView)
        )
    }

    private func client(for endpoint: Endpoint) throws(TransportError) -> HTTPClient {
        let proxy = try proxies.proxy(for: endpoint)
        return try clients.withLock { clients throws(TransportError) in
            if let client = clients[proxy] { return client }
            let client = HTTPClient(configuration: try configuration(proxy))
            clients[proxy] = client
            return client
        }
    }

    private func configuration(_ proxy: ProxySettings.Proxy?) throws(TransportError) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let authorities {
            guard let certificates = try? NIOSSLCertificate.fromPEMFile(authorities), !certificates.isEmpty else {
                throw .notSent("'\(authorities)' contains no certificates")
            }
            tls.trustRoots = .certificates(certificates)
        }
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(10)
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        // If the server closes an idle connection just as a request is sent, the outcome is unknown; so close it first.
        configuration.connectionPool.idleTimeout = .seconds(4)
        configuration.http1_1ConnectionDebugInitializer = { StatusGuard.add(to: $0) }
        configuration.proxy = proxy.map { proxy in
            let login = proxy.login.map {
                HTTPClient.Authorization.basic(username: $0.user, password: $0.password.reveal())
            }
            return .server(host: proxy.host, port: proxy.port, authorization: login)
        }
        return configuration
    }

    /// The maximum size of a response body in bytes; no call here needs more.
    private static let largestBody = 32 << 20
}

extension NameValue {
    /// Whether a header has no control characters: the library's error would repeat its value.
    fileprivate var isSendable: Bool { value.utf8.allSatisfy { $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F } }
}

extension HTTPClientRequest {
    fileprivate init(_ request: HTTPRequest) {
        self.init(url: request.url)
        method = HTTPMethod(rawValue: request.method.rawValue)
        for header in request.headers { headers.add(name: header.name, value: header.value) }
        if !request.body.isEmpty { body = .bytes(ByteBuffer(bytes: request.body)) }
    }
}
