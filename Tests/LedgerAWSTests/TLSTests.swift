import LedgerAWS
import NIOSSL
import Testing

struct `A connection with TLS` {
    private func exchange(_ oldest: TLSVersion, through newest: TLSVersion, isTrusted: Bool = true) async throws -> Int
    {
        let tls = try LoopbackCertificate.server(oldest, through: newest)
        let server = try await StubServer(tls: tls) { _ in .answer(200) }
        let folder = try TemporaryFolder()
        let authorities = try folder.write(LoopbackCertificate.certificate, to: "authorities.pem")
        let transport = HTTPTransport(
            proxies: ProxySettings(environment: [:]),
            authorities: isTrusted ? authorities : nil
        )
        defer { #expect(server.asked.count <= 1) }
        do {
            return try await transport.exchange(HTTPRequest(.get, server.endpoint, timeout: .seconds(10))).status
        } catch {
            #expect(server.asked.isEmpty)
            throw error
        }
    }

    @Test(arguments: [TLSVersion.tlsv12, .tlsv13])
    func `is made with 1.2 and later`(version: TLSVersion) async throws {
        #expect(try await exchange(version, through: version) == 200)
    }

    @Test(arguments: [TLSVersion.tlsv1, .tlsv11])
    func `is not made with less than 1.2, and nothing is sent`(version: TLSVersion) async throws {
        await #expect { try await exchange(.tlsv1, through: version) } throws: {
            if case TransportError.notSent = $0 { true } else { false }
        }
    }

    @Test func `is not made with a server whose certificate is not trusted`() async throws {
        await #expect { try await exchange(.tlsv12, through: .tlsv13, isTrusted: false) } throws: {
            if case TransportError.notSent = $0 { true } else { false }
        }
    }
}
