import LedgerDomain
import Testing

@testable import LedgerAWS
import LedgerValues

struct `The transport` {
    private let transport = HTTPTransport(proxies: ProxySettings(environment: [:]))

    @Test func `sends a request exactly as signed`() async throws {
        let server = try await StubServer { _ in .answer(200, [NameValue("X-Kept", "1")], "é") }
        let request = HTTPRequest(
            .put,
            server.endpoint,
            path: "/2017-03-31/tags/arn%3Aaws%3Alambda%3A%2F%E1%88%B4/a.b~c/%2E%2E/x%25",
            query: [NameValue("Qualifier", "a b+c"), NameValue("é", "&=?")],
            headers: [NameValue("Content-Type", "application/json")],
            body: Array("{\"a\":1}".utf8)
        )
        let signed = RequestSigner(credentials: .example, region: "r", service: "s").sign(request, at: .now)
        let response = try await transport.exchange(signed)
        #expect(response.status == 200 && response.headers.first(named: "x-kept") == "1")
        #expect(String(decoding: response.body, as: UTF8.self) == "é")
        let asked = try #require(server.asked.first)
        #expect(asked.target == request.target && asked.method == "PUT" && asked.body == "{\"a\":1}")
        #expect(asked.header("Host") == server.endpoint.authority && asked.header("Content-Length") == "7")
        #expect(asked.header("Transfer-Encoding") == nil)
        #expect(asked.header("Authorization") == signed.headers.first(named: "Authorization"))
    }

    @Test(arguments: [200, 204, 301, 400, 404, 500, 503])
    func `returns any status, and follows no redirect`(status: Int) async throws {
        let server = try await StubServer { _ in .answer(status, [NameValue("Location", "/elsewhere")]) }
        #expect(try await transport.exchange(HTTPRequest(.get, server.endpoint)).status == status)
        #expect(server.asked.count == 1)
    }

    @Test func `knows that nothing was sent if the port is closed`() async throws {
        let port = ClosedPort()
        let request = HTTPRequest(.post, port.endpoint, timeout: .seconds(5))
        await #expect { try await transport.exchange(request) } throws: {
            if case TransportError.notSent = $0 { true } else { false }
        }
        withExtendedLifetime(port) {}
    }

    @Test func `knows that nothing was sent if TLS fails`() async throws {
        let server = try await StubServer { _ in .answer(200) }
        let endpoint = Endpoint(.https, "127.0.0.1", port: server.endpoint.port)
        await #expect { try await transport.exchange(HTTPRequest(.post, endpoint, timeout: .seconds(5))) } throws: {
            if case TransportError.notSent = $0 { true } else { false }
        }
        #expect(server.asked.isEmpty)
    }

    @Test func `knows that nothing was sent to a host without an address`() async {
        let endpoint = Endpoint(.http, "nowhere.invalid")
        await #expect { try await transport.exchange(HTTPRequest(.post, endpoint, timeout: .seconds(5))) } throws: {
            if case TransportError.notSent = $0 { true } else { false }
        }
    }

    @Test(arguments: [false, true])
    func `does not know the outcome of a request with an incomplete answer`(isTorn: Bool) async throws {
        let server = try await StubServer { _ in isTorn ? .torn : .hangUp }
        await #expect { try await transport.exchange(HTTPRequest(.post, server.endpoint, body: [1])) } throws: {
            if case TransportError.lost = $0 { true } else { false }
        }
        #expect(server.asked.count == 1)
    }

    @Test(arguments: [false, true])
    func `gives up after the request's timeout`(isStuck: Bool) async throws {
        let server = try await StubServer { _ in isStuck ? .stuck : .silence }
        let request = HTTPRequest(.post, server.endpoint, timeout: .milliseconds(200))
        await #expect(throws: TransportError.timedOut) { try await transport.exchange(request) }
        #expect(server.asked.count == 1)
    }

    @Test(arguments: ["000", "042", "099"])
    func `takes no status below 100, and lives on`(status: String) async throws {
        let raw = "HTTP/1.1 \(status) X\r\nContent-Length: 2\r\n\r\nab"
        let server = try await StubServer { $0.target == "/" ? .raw(raw) : .answer(200) }
        await #expect { try await transport.exchange(HTTPRequest(.post, server.endpoint, body: [1])) } throws: {
            if case TransportError.lost = $0 { true } else { false }
        }
        #expect(try await transport.exchange(HTTPRequest(.get, server.endpoint, path: "/x")).status == 200)
    }

    @Test(arguments: ["canary\r\nX: y", "canary\u{0}", "canary\u{7F}"])
    func `sends no header that has control characters, and does not repeat it`(value: String) async throws {
        let server = try await StubServer { _ in .answer(200) }
        let request = HTTPRequest(.get, server.endpoint, headers: [NameValue("X-Amz-Security-Token", value)])
        await #expect { try await transport.exchange(request) } throws: { error in
            if case TransportError.notSent(let why) = error { !why.contains("canary") } else { false }
        }
        #expect(server.asked.isEmpty)
    }

    @Test func `sends nothing if its certificates are missing`() async throws {
        let server = try await StubServer { _ in .answer(200) }
        let transport = HTTPTransport(proxies: ProxySettings(environment: [:]), authorities: "/nowhere.pem")
        await #expect(throws: TransportError.notSent("'/nowhere.pem' contains no certificates")) {
            try await transport.exchange(HTTPRequest(.get, server.endpoint))
        }
    }

    @Test func `uses a proxy`() async throws {
        let proxy = try await StubServer { _ in .answer(403) }
        let environment = ["https_proxy": "http://ana:s%40x@127.0.0.1:\(proxy.endpoint.port)"]
        let proxied = HTTPTransport(proxies: ProxySettings(environment: environment))
        await #expect { try await proxied.exchange(HTTPRequest(.get, Endpoint(.https, "aws.invalid"))) } throws: {
            if case TransportError.notSent = $0 { true } else { false }
        }
        #expect(proxy.asked.map(\.method) == ["CONNECT"] && proxy.asked.map(\.target) == ["aws.invalid:443"])
        #expect(proxy.asked.first?.header("Proxy-Authorization") == "Basic YW5hOnNAeA==")
    }
}

struct `A proxy` {
    @Test(
        arguments: [
            (["HTTPS_PROXY": "http://p:1"], "https://a.com", true), (["https_proxy": "p:1"], "https://a.com", true),
            (["HTTPS_PROXY": "http://p:1"], "http://a.com", false),
            (["HTTP_PROXY": "http://p:1"], "http://a.com", true),
            (["HTTPS_PROXY": "p:1", "NO_PROXY": "*"], "https://a.com", false),
            (["HTTPS_PROXY": "p:1", "NO_PROXY": "b.com, a.com"], "https://x.a.com", false),
            (["HTTPS_PROXY": "p:1", "NO_PROXY": ".a.com"], "https://x.a.com", false),
            (["HTTPS_PROXY": "p:1", "NO_PROXY": "a.com"], "https://bba.com", true),
            (["HTTPS_PROXY": "p:1", "NO_PROXY": "a.com:444"], "https://a.com", true),
            (["HTTPS_PROXY": "p:1", "NO_PROXY": "a.com:443"], "https://a.com", false),
            (["HTTPS_PROXY": "", "https_proxy": ""], "https://a.com", false),
            (["HTTP_PROXY": "p:1"], "http://127.0.0.1:5000", false),
            (["HTTP_PROXY": "p:1"], "http://169.254.170.2", false),
        ] as [([String: String], String, Bool)]
    )
    func `is used by the rules of curl`(environment: [String: String], url: String, isUsed: Bool) throws {
        let endpoint = try #require(Endpoint(url))
        let proxy = try ProxySettings(environment: environment).proxy(for: endpoint)
        #expect((proxy != nil) == isUsed)
    }

    @Test(arguments: ["socks5://p:1080", "https://p:1", "http://canary@", "http://p:x", "ftp://u:canary@p", "http://"])
    func `that is not understood is not passed over`(url: String) throws {
        let settings = ProxySettings(environment: ["HTTPS_PROXY": url, "NO_PROXY": "b.com"])
        let endpoint = try #require(Endpoint("https://a.com"))
        #expect { try settings.proxy(for: endpoint) } throws: { error in
            if case TransportError.notSent(let why) = error {
                why.hasPrefix("HTTPS_PROXY is not") && !why.contains("canary")
            } else {
                false
            }
        }
        #expect(try settings.proxy(for: try #require(Endpoint("https://b.com"))) == nil)
        #expect(try settings.proxy(for: try #require(Endpoint("http://a.com"))) == nil)
    }
}
