import LedgerDomain
import LedgerValues
import Testing

struct `An image's name` {
    private static let digest = "sha256:" + String(repeating: "0123456789abcdef", count: 4)
    private static let host = "123456789012.dkr.ecr.us-east-1.amazonaws.com"

    static let parts: [(text: String, parts: [String?])] = [
        ("nginx", [nil, "nginx", nil, nil]),
        ("nginx:1.27", [nil, "nginx", "1.27", nil]),
        ("team/shop/api:v1", [nil, "team/shop/api", "v1", nil]),
        ("localhost:5000/shop", ["localhost:5000", "shop", nil, nil]),
        ("localhost:5000", [nil, "localhost", "5000", nil]),
        ("\(host)/shop/api@\(digest)", [host, "shop/api", nil, digest]),
        ("\(host)/shop:v1@\(digest)", [host, "shop", "v1", digest]),
    ]

    @Test(arguments: parts.indices)
    func `has its parts`(row: Int) throws {
        let (text, parts) = Self.parts[row]
        let name = try #require(ImageName(text))
        #expect([name.host, name.repository, name.tag, name.digest] == parts)
        #expect(name.description == text)
        #expect(name == ImageName(recorded: text))
    }

    @Test(arguments: [
        "", "@", ":", ":v1", "Shop", "shop api", "shop:", "shop@", "shop:a b", "shop@sha256:abc", "shop@md5:\(digest)",
        "shop@\(digest)@\(digest)", "shop@\(digest.uppercased())", "shop@sha256:\(digest.dropFirst(7).uppercased())",
        "a_b.c:1/shop", "shop:\(String(repeating: "a", count: 129))", String(repeating: "a", count: 256),
    ])
    func `is checked where it enters`(text: String) {
        #expect(ImageName(text) == nil)
    }

    @Test(arguments: [
        ("Shop:V 1@x", "Shop", "V 1", "x"), ("shop:@", "shop", nil, nil), ("a@b@c", "a", nil, "b@c"),
        ("", "", nil, nil), ("@\(digest)", "", nil, digest),
    ])
    func `is read from a record whatever it is`(text: String, repository: String, tag: String?, digest: String?) {
        let name = ImageName(recorded: text)
        #expect([name.repository, name.tag, name.digest] == [repository, tag, digest])
    }

    @Test(arguments: [
        ("\(host)/team/shop:v1@\(digest)", "shop:v1@0123456789ab"), ("\(host)/shop@\(digest)", "shop@0123456789ab"),
        ("nginx:1.27", "nginx:1.27"), ("shop@x", "shop@x"), ("", ""),
    ])
    func `is short for people`(text: String, short: String) {
        #expect(ImageName(recorded: text).shortText == short)
    }

    @Test func `is pinned by a digest`() {
        #expect(ImageName(recorded: "shop:v1@\(Self.digest)").isPinned)
        for text in ["shop:v1", "shop@x", "@\(Self.digest)", "shop@\(Self.digest)@\(Self.digest)"] {
            #expect(!ImageName(recorded: text).isPinned, "\(text)")
        }
        #expect(
            ImageName(recorded: "\(Self.host)/shop:v1").pinned(to: Self.digest) == "\(Self.host)/shop@\(Self.digest)"
        )
    }

    @Test(arguments: [
        "dkr.ecr.us-east-1.amazonaws.com", "dkr-ecr.us-east-1.on.aws", "dkr.ecr-fips.us-gov-west-1.amazonaws.com",
        "dkr-ecr-fips.us-east-2.on.aws", "dkr.ecr.cn-north-1.amazonaws.com.cn",
        "dkr-ecr.cn-northwest-1.on.amazonwebservices.com.cn", "dkr.ecr.eusc-de-east-1.amazonaws.eu",
        "dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu",
    ])
    func `is in ECR under each of its hosts, and stays there`(host: String) throws {
        let name = try #require(ImageName("123456789012.\(host)/team/shop:v1"))
        #expect(name.registry?.account == "123456789012")
        let isRegion = name.registry?.region.wholeMatch(of: /[a-z]+-[a-z-]+-[0-9]/) != nil
        #expect(isRegion && host.contains(".\(name.registry?.region ?? "none")."))
        #expect(name.inECR(Registry(account: "1", region: "eu-west-1")) == name)
        #expect(name.pinned(to: Self.digest) == "123456789012.\(host)/team/shop@\(Self.digest)")
        let elsewhere = ImageName("other/shop", in: Registry(account: "2", region: "eu-west-1"), digest: Self.digest)
        #expect(elsewhere.pulled(like: name).description == "123456789012.\(host)/team/shop@\(Self.digest)")
    }

    @Test(arguments: [
        "public.ecr.aws", "123456789012.dkr.ecr.us-east-1.amazonaws.com.example.com", "dkr.ecr.us-east-1.amazonaws.com",
        "123456789012.dkr-ecr.us-east-1.amazonaws.com", "123456789012.dkr.ecr.us-east-1.on.aws", "dkr-ecr.on.aws",
        "123456789012.dkr.ecr.amazonaws.com", "registry.example.com",
    ])
    func `is not in ECR under any other host`(host: String) {
        #expect(ImageName(recorded: "\(host)/shop:v1").registry == nil)
    }

    @Test(arguments: [
        ("us-east-1", "amazonaws.com"), ("cn-north-1", "amazonaws.com.cn"), ("eusc-de-east-1", "amazonaws.eu"),
    ])
    func `tells its registry of ECR`(region: String, domain: String) throws {
        let registry = Registry(account: "123456789012", region: region)
        let name = ImageName("shop/api", in: registry, digest: Self.digest)
        #expect(name.description == "123456789012.dkr.ecr.\(region).\(domain)/shop/api@\(Self.digest)")
        #expect(name.registry == registry)
        #expect(ImageName(name.description) == name)
        #expect(ImageName(recorded: "shop/api@\(Self.digest)").inECR(registry) == name)
        #expect(name.inECR(Registry(account: "1", region: "eu-west-1")) == name)
        #expect(ImageName(recorded: "registry.example.com/shop").registry == nil)
    }
}
