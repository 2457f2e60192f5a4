import LedgerAWS
import LedgerDomain
import Testing
import LedgerValues

struct `An endpoint` {
    @Test(
        arguments: [
            ("https://ecs.eu-west-1.amazonaws.com", Endpoint(.https, "ecs.eu-west-1.amazonaws.com")),
            ("http://127.0.0.1:5000/", Endpoint(.http, "127.0.0.1", port: 5000)),
            ("HTTP://LocalHost:80/aws/", Endpoint(.http, "localhost", prefix: "/aws")),
            ("http://[::1]:4566", Endpoint(.http, "::1", port: 4566)),
            ("https://[fd00::1]", Endpoint(.https, "fd00::1")),
        ]
    )
    func `is read from a URL`(url: String, endpoint: Endpoint) {
        #expect(Endpoint(url) == endpoint)
    }

    @Test(
        arguments: [
            "", "localhost:5000", "ftp://localhost", "http://", "http://user@host", "http://host:port", "http://host:0",
            "http://host/?a=1", "http://host/#a", "http://hö.st", "http://a b",
        ]
    )
    func `is not read from`(url: String) {
        #expect(Endpoint(url) == nil)
    }

    @Test func `includes its port only if it is not the scheme's default`() {
        #expect(Endpoint(.https, "a", port: 443).authority == "a")
        #expect(Endpoint(.http, "a", port: 443).authority == "a:443")
        #expect(Endpoint(.http, "::1", port: 17_311).authority == "[::1]:17311")
    }
}

struct `A date header` {
    @Test func `is read`() {
        let time = Timestamp(httpDate: "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(time?.description == "1994-11-06T08:49:37.000000Z")
    }

    @Test(
        arguments: [
            "", "now", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
        ]
    )
    func `is not made of`(text: String) {
        #expect(Timestamp(httpDate: text) == nil)
    }
}
