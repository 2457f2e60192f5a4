import LedgerDomain
import LedgerTesting
import TestThreads
import Testing

@testable import LedgerAWS
import LedgerValues

struct `A signature` {
    /// The keys, the time and the scope of AWS's suite.
    private func signer(token: String?) -> RequestSigner {
        let secret = Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
        let credentials = AWSCredentials(
            accessKeyID: "AKIDEXAMPLE",
            secretAccessKey: secret,
            sessionToken: token.map { Secret($0) }
        )
        return RequestSigner(credentials: credentials, region: "us-east-1", service: "service")
    }

    @Test(
        .enabled(if: !SignatureVector.all.isEmpty, "AWS's suite of signatures is missing. hint: AWS4_TESTSUITE=FOLDER"),
        arguments: SignatureVector.all
    )
    func `matches AWS's suite`(vector: SignatureVector) throws {
        let time = try #require(Timestamp(rfc3339: "2015-08-30T12:36:00Z"))
        let request = try #require(vector.parsed)
        let signer = signer(token: vector.token)
        let canonical = CanonicalRequest(signer.prepared(request, at: time))
        #expect(canonical.text == vector.canonical)
        #expect(signer.stringToSign(canonical, at: time) == vector.stringToSign)
        #expect(signer.sign(request, at: time).headers.first(named: "Authorization") == vector.authorization)
    }

    @Test(
        StartsPrograms(),
        .enabled(if: Python.hasBotocore, "there is no botocore"),
        arguments: [UInt64.random(in: .min ... .max)]
    )
    func `matches botocore`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let cases = (0..<300).map { _ in SigningCase(using: &random) }
        let answers = try Python.ask("sign", .array(cases.map(\.question)))
        for (index, signingCase) in cases.enumerated() {
            let expected = answers.array?[index].string
            #expect(signingCase.authorization == expected, "case \(index) of seed \(seed): \(signingCase.target)")
        }
    }

    @Test func `is replaced by the next one`() {
        let first = Timestamp(microseconds: 1_000_000_000_000_000)
        let request = HTTPRequest(.post, Endpoint(.https, "ecs.eu-west-1.amazonaws.com"))
        let signer = signer(token: "token")
        let once = signer.sign(request, at: first)
        let again = signer.sign(once, at: first.advanced(bySeconds: 60))
        #expect(once != again)
        #expect(again == signer.sign(request, at: first.advanced(bySeconds: 60)))
    }
}

/// A random request, and its form for botocore.
private struct SigningCase {
    private let credentials: AWSCredentials
    private let region, service: String
    private let time: Timestamp
    private let request: HTTPRequest

    init(using random: inout SeededRandom) {
        func text(_ length: ClosedRange<Int>, of alphabet: [String]) -> String {
            (0..<Int.random(in: length, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "" }
                .joined()
        }
        let wide = [
            "a", "Z", "7", "-", ".", "_", "~", " ", "+", "%", "/", ":", "=", "&", "?", "#", "é", "ሴ", "😀", "*", "'",
        ]
        let narrow = ["a", "b", "Q", "3", "9", "/", "+"]
        let token = Bool.random(using: &random) ? Secret(text(20...200, of: narrow)) : nil
        credentials = AWSCredentials(
            accessKeyID: "AKIA" + text(16...16, of: ["A", "B", "7"]),
            secretAccessKey: Secret(text(40...40, of: narrow)),
            sessionToken: token
        )
        region = ["us-east-1", "eu-central-1", "cn-north-1"].randomElement(using: &random) ?? ""
        service = ["ecs", "ecr", "lambda", "sts"].randomElement(using: &random) ?? ""
        time = Timestamp(microseconds: Int64.random(in: 0...4_000_000_000, using: &random) * 1_000_000)
        let host = ["127.0.0.1", "lambda.eu-central-1.amazonaws.com", "::1"].randomElement(using: &random) ?? ""
        let scheme: Endpoint.Scheme = Bool.random(using: &random) ? .http : .https
        let port = [nil, 80, 443, 17_311].randomElement(using: &random) ?? nil
        let segments = (0..<Int.random(in: 0...4, using: &random)).map { _ in text(1...12, of: wide).percentEncoded }
        let query = (0..<Int.random(in: 0...4, using: &random)).map { _ in
            NameValue(text(1...4, of: wide), text(0...8, of: wide))
        }
        request = HTTPRequest(
            [.get, .post, .put, .delete].randomElement(using: &random) ?? .get,
            Endpoint(scheme, host, port: port),
            path: "/" + segments.joined(separator: "/"),
            query: query,
            headers: [
                NameValue("Content-Type", "application/x-amz-json-1.1"),
                NameValue("X-Amz-Target", "  Service.\(text(1...8, of: narrow))   twice  "),
                NameValue("User-Agent", "not signed"),
            ],
            body: Array(text(0...100, of: wide).utf8)
        )
    }

    var target: String { request.url }

    var authorization: String? {
        RequestSigner(credentials: credentials, region: region, service: service).sign(request, at: time)
            .headers.first(named: "Authorization")
    }

    var question: JSONValue {
        [
            "method": .string(request.method.rawValue), "url": .string(request.url), "time": .string(time.compact),
            "headers": .array(request.headers.map { [.string($0.name), .string($0.value)] }),
            "body": .string(String(decoding: request.body, as: UTF8.self)),
            "key": .string(credentials.accessKeyID), "secret": .string(credentials.secretAccessKey.reveal()),
            "token": credentials.sessionToken.map { .string($0.reveal()) } ?? .null,
            "service": .string(service), "region": .string(region),
        ]
    }
}
