import LedgerValues
import Testing

@testable import LedgerAWS

struct `What AWS says back` {
    private static let credentials = AWSCredentials(
        accessKeyID: "AKIDCANARYCANARY1",
        secretAccessKey: Secret("canary/secret+key+1"),
        sessionToken: Secret("canary/session+token==")
    )
    private static let value = "canary \"<&>\" /1"

    private func outcome(
        _ status: Int,
        _ body: String,
        headers: [NameValue] = []
    ) async -> CallOutcome<ECSService> {
        let transport = ScriptedTransport([.answer(status, body, headers: headers)])
        let client = AWSClient.example(transport, credentials: FixedCredentials(Self.credentials))
        return await client.hiding([Self.value]).send(AWSWrite.updateService(["cluster": "prod", "service": "web"]))
    }

    /// The secrets as they are, and in the forms of JSON, XML and URLs.
    private static let echoes = [
        "canary/secret+key+1", "canary/session+token==", "canary\\\\/session+token==", "canary%2Fsecret%2Bkey%2B1",
        "AKIDCANARYCANARY1",
        "canary \\\"<&>\\\" /1", "canary &quot;&lt;&amp;&gt;&quot; /1", "canary%20%22%3C%26%3E%22%20%2F1",
    ]

    @Test(arguments: echoes)
    func `repeats no secret of the call and of its credentials`(echo: String) async throws {
        let body = #"{"__type":"ClientException","message":"bad 'VALUE' here"}"#.replacing("VALUE", echo)
        guard case .refused(let error) = await outcome(400, body) else {
            Issue.record("not refused")
            return
        }
        #expect(error.message == "bad '••••' here" || error.message == "bad '\\••••' here", "\(error.message)")
        #expect(error.code == "ClientException")
    }

    @Test(arguments: ["canary/secret+key+1", "canary/session+token=="])
    func `has no credentials in a success, a code or a request id either`(echo: String) async throws {
        let id = [NameValue("x-amzn-RequestId", echo)]
        let body = #"{"service":{"serviceArn":"s-VALUE","desiredCount":1}}"#.replacing("VALUE", echo)
        let success = await outcome(200, body, headers: id)
        #expect(try success.get().arn == "s-••••" && success.requestID == "••••")
        let failure = await outcome(503, #"{"__type":"VALUE","message":"x"}"#.replacing("VALUE", echo), headers: id)
        #expect(!"\(failure)".contains("canary"))
    }

    @Test func `is cut to what a record holds`() async throws {
        let long = String(repeating: "é", count: 300_000)
        let body = "{\"__type\":\"\(long)\",\"message\":\"\(long)\"}"
        guard case .refused(let error) = await outcome(400, body, headers: [NameValue("x-amzn-RequestId", long)]) else {
            Issue.record("not refused")
            return
        }
        #expect(error.message.utf8.count <= 4_096 && error.message.hasSuffix("é…"))
        #expect(error.code.utf8.count <= 128 && error.requestID?.utf8.count ?? 0 <= 128)
    }

    @Test func `in XML is read up to a megabyte`() {
        let text = "<a>\(String(repeating: "x", count: 1 << 20))</a>"
        #expect(XMLReader.document(Array(text.utf8)) == nil)
        #expect(XMLReader.document(Array("<a>\(text.dropFirst(64).dropLast(4))</a>".utf8)) != nil)
    }

    private static let short: [(secrets: [String], text: String, masked: String)] = [
        (["1234"], "PIN 1234 is not valid, nor PIN=1234.", "PIN •••• is not valid, nor PIN=••••."),
        (
            ["1234"], #"{"name":"PIN","value":"1234"} 12345 a1234 x-1234 1234/5"#,
            #"{"name":"PIN","value":"••••"} 12345 a1234 x-1234 1234/5"#
        ),
        (["a1"], #"'a1' "a1" A=a1, value: a1 of (value=a1)"#, #"'••••' "••••" A=••••, value: •••• of (value=••••)"#),
        (["a1", "1"], "a1 of 1 in a1-b a1b", "a1 of 1 in a1-b a1b"),
        (["p&s"], "bad p&amp;s and p&s", "bad •••• and ••••"), ([""], "'' x", "'' x"),
    ]

    @Test(arguments: short)
    func `repeats no short secret where it stands by itself`(secrets: [String], text: String, masked: String) {
        #expect(KnownSecrets(secrets).masked(text) == masked)
    }

    @Test func `leaves ordinary words alone`() {
        #expect(KnownSecrets(["prod", "", "1"]).masked("shop-prod 1 product") == "shop-prod 1 product")
        #expect(KnownSecrets(["hunter2-long", "hunter2"]).masked("a hunter2-long b hunter2") == "a •••• b ••••")
    }
}

struct `A setting with a secret in it` {
    @Test(arguments: ["http://u:canary@h:x/", "ftp://canary@h", "http://h?token=canary", "http://h#canary"])
    func `is not repeated when it is refused`(url: String) throws {
        let settings = AWSSettings(environment: ["AWS_ENDPOINT_URL": url])
        #expect { try settings.destination(of: .ecs, region: "eu-west-1") } throws: { !"\($0)".contains("canary") }
    }

    @Test func `names the certificates of a profile`() async throws {
        let config = try ConfigFile("[default]\nca_bundle = ~/nowhere.pem\n", name: "config")
        let settings = AWSSettings(environment: ["HOME": "/canary"], files: SharedFiles(config: config))
        let request = HTTPRequest(.get, Endpoint(.https, "127.0.0.1", port: 9))
        await #expect(throws: TransportError.notSent("'/canary/nowhere.pem' contains no certificates")) {
            try await settings.transport.exchange(request)
        }
    }
}

extension String {
    fileprivate func replacing(_ text: String, _ other: String) -> String {
        var rest = self[...]
        var replaced = ""
        while let range = rest.firstRange(of: text) {
            replaced += rest[..<range.lowerBound] + other
            rest = rest[range.upperBound...]
        }
        return replaced + rest
    }
}
