import Crypto
package import LedgerValues

/// Signs requests with AWS Signature Version 4.
///
/// Pure: everything is derived from `time`, which is read once per request.
package struct RequestSigner: Sendable {
    private let credentials: AWSCredentials
    private let region, service: String

    package init(credentials: AWSCredentials, region: String, service: String) {
        (self.credentials, self.region, self.service) = (credentials, region, service)
    }

    /// The request with signature headers, which replace those of an earlier signature.
    package func sign(_ request: HTTPRequest, at time: Timestamp) -> HTTPRequest {
        var signed = prepared(request, at: time)
        let canonical = CanonicalRequest(signed)
        let signature = self.signature(of: stringToSign(canonical, at: time), at: time)
        let value =
            "\(Self.algorithm) Credential=\(credentials.accessKeyID)/\(scope(at: time)), "
            + "SignedHeaders=\(canonical.signedHeaders), Signature=\(signature)"
        signed.headers = signed.headers.setting("Authorization", value)
        return signed
    }

    /// The request with all headers that will be signed.
    func prepared(_ request: HTTPRequest, at time: Timestamp) -> HTTPRequest {
        var prepared = request
        if prepared.headers.first(named: "Host") == nil {
            prepared.headers.insert(NameValue("Host", request.endpoint.authority), at: 0)
        }
        prepared.headers = prepared.headers.setting("X-Amz-Date", time.compact)
        if let token = credentials.sessionToken {
            prepared.headers = prepared.headers.setting("X-Amz-Security-Token", token.reveal())
        }
        return prepared
    }

    func stringToSign(_ canonical: CanonicalRequest, at time: Timestamp) -> String {
        let hash = Array(SHA256.hash(data: Array(canonical.text.utf8))).hex
        return [Self.algorithm, time.compact, scope(at: time), hash].joined(separator: "\n")
    }

    /// Derives the key for the day of `time`, so it is correct around midnight.
    private func signature(of text: String, at time: Timestamp) -> String {
        var key = SymmetricKey(data: Array("AWS4\(credentials.secretAccessKey.reveal())".utf8))
        for part in [String(time.compact.prefix(8)), region, service, Self.termination] {
            key = SymmetricKey(data: Self.code(part, key))
        }
        return Array(Self.code(text, key)).hex
    }

    private func scope(at time: Timestamp) -> String {
        "\(time.compact.prefix(8))/\(region)/\(service)/\(Self.termination)"
    }

    private static func code(_ text: String, _ key: SymmetricKey) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
    }

    private static let algorithm = "AWS4-HMAC-SHA256"
    private static let termination = "aws4_request"
}
