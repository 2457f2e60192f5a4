import LedgerAWS
import Testing

struct `A secret` {
    private let credentials = AWSCredentials(
        accessKeyID: "AKIDEXAMPLE",
        secretAccessKey: "wJalrXUtnFEMI",
        sessionToken: "FwoGZXIvYXdz"
    )

    @Test func `is never printed`() {
        let request = HTTPRequest(
            .post,
            Endpoint(.https, "sts.amazonaws.com"),
            headers: [NameValue("Authorization", "FwoGZXIvYXdz")],
            body: Array("wJalrXUtnFEMI".utf8)
        )
        var dumped = ""
        dump([credentials], to: &dumped)
        dump(request, to: &dumped)
        let printed = [
            "\(credentials)", String(reflecting: credentials), "\([credentials])", "\(request)",
            String(reflecting: [request]), dumped, "\(credentials.secretAccessKey)",
            String(reflecting: credentials.sessionToken), "\(HTTPResponse(status: 200, body: Array("wJalr".utf8)))",
        ]
        for text in printed {
            #expect(!text.contains("wJalr") && !text.contains("FwoG") && !text.contains("119, 74"), "\(text)")
        }
        #expect("\(credentials)".contains("AKIDEXAMPLE"))
    }
}

extension Secret: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self.init(text) }
}
