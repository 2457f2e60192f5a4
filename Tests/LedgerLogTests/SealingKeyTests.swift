import LedgerDomain
import LedgerTesting
import Testing

@testable import LedgerLog
import LedgerValues

struct `A sealed value` {
    private let key = SealingKeyRing(key(0))
    private let path = SealPath(family: "shop", container: "api", name: "TOKEN")
    private let registry = Registry(account: "123456789012", region: "eu-west-1")

    private static func key(_ first: UInt8) -> SealingKey {
        SealingKey(bytes: Array(first..<first + 32)) ?? { preconditionFailure("32 bytes") }()
    }

    private func sealed(_ value: String) throws -> JSONObject {
        try #require(key.seal(value, at: path, in: registry).object)
    }

    @Test(arguments: ["", "x", "päss wörd", "\u{0}\n\u{1F600}", String(repeating: "long ", count: 20_000)])
    func `opens to the original`(value: String) throws {
        let sealed = try sealed(value)
        #expect(try key.open(sealed, at: path, in: registry) == value)
        #expect(JSONValue.object(sealed).sealedMAC?.count == 64)
    }

    @Test func `differs each time, and its mac does not`() throws {
        let (one, two, other) = (try sealed("x"), try sealed("x"), try sealed("y"))
        #expect(one["sealed"] != two["sealed"])
        #expect(one["mac"] == two["mac"] && one["mac"] != other["mac"])
        #expect(Self.key(0).mac(of: "x", named: "TOKEN") != Self.key(0).mac(of: "x", named: "OTHER"))
        #expect(Self.key(0).mac(of: "bc", named: "a") != Self.key(0).mac(of: "c", named: "ab"))
        #expect(Self.key(0).mac(of: "x", named: "TOKEN") != Self.key(1).mac(of: "x", named: "TOKEN"))
    }

    @Test func `has the same mac in another family, but opens only in its own`() throws {
        let elsewhere = SealPath(family: "shop-prod", container: "api", name: "TOKEN")
        let moved = try sealed("x")
        #expect(try #require(key.seal("x", at: elsewhere, in: registry).object)["mac"] == moved["mac"])
        let places = [
            elsewhere, SealPath(family: "shop", container: "web", name: "TOKEN"),
            SealPath(family: "shop", container: "api", name: "OTHER"),
            SealPath(family: "sho", container: "papi", name: "TOKEN"),
        ]
        for place in places { #expect(throws: UnsealError.damaged) { try key.open(moved, at: place, in: registry) } }
    }

    @Test func `has the same mac in another account or region, but opens only in its own`() throws {
        let moved = try sealed("x")
        let places = [
            Registry(account: "210987654321", region: "eu-west-1"),
            Registry(account: "123456789012", region: "eu-west-2"),
            Registry(account: "123456789012e", region: "u-west-1"), nil,
        ]
        for place in places {
            #expect(try #require(key.seal("x", at: path, in: place).object)["mac"] == moved["mac"])
            #expect(throws: UnsealError.damaged) { try key.open(moved, at: path, in: place) }
        }
    }

    /// As a request's own definition from a file, which becomes one of the stage's account.
    @Test func `without an account and region opens in each`() throws {
        let without = try #require(key.seal("x", at: path, in: nil).object)
        #expect(try key.open(without, at: path, in: registry) == "x")
    }

    /// Sealed by the version before, which knew no account and region.
    @Test func `of an earlier version opens everywhere under its path`() throws {
        let old: JSONObject = [
            "sealed": "zSu5qQABAgMEBQYHCAkKCw2HBPP3WXFPYM4oGvTplV9LRdgYEMyOv4y+SFJT",
            "mac": "d821e0bc224e2f3f12626d15b75c8c5ac59d749e79a936ded473f846cb1e8e61",
        ]
        for place in [registry, Registry(account: "210987654321", region: "eu-west-2"), nil] {
            #expect(try key.open(old, at: path, in: place) == "correct horse")
        }
        let elsewhere = SealPath(family: "shop-prod", container: "api", name: "TOKEN")
        #expect(throws: UnsealError.damaged) { try key.open(old, at: elsewhere, in: registry) }
        #expect(key.seal("correct horse", at: path, in: registry).sealedMAC == old["mac"]?.string)
    }

    @Test func `needs its own key`() throws {
        let sealed = try sealed("x")
        #expect(throws: UnsealError.otherKey(id: Self.key(0).id.hex)) {
            try SealingKeyRing(Self.key(1)).open(sealed, at: path, in: registry)
        }
    }

    @Test func `that was changed does not open`() throws {
        let sealed = try sealed("secret")
        let bytes = try #require([UInt8](base64: sealed["sealed"]?.string ?? ""))
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            let object: JSONObject = ["sealed": .string(changed.base64), "mac": sealed["mac"] ?? .null]
            #expect(throws: (any Error).self) { try key.open(object, at: path, in: registry) }
        }
        for text in ["", "AAAA", "!", bytes.dropLast().map { $0 }.base64] {
            #expect(throws: (any Error).self) {
                try key.open(["sealed": .string(text), "mac": ""], at: path, in: registry)
            }
        }
        #expect(throws: UnsealError.damaged) { try key.open([:], at: path, in: registry) }
    }

    @Test(arguments: [0, 16, 31, 33, 64])
    func `has no key of another length`(length: Int) {
        #expect(SealingKey(bytes: Array(repeating: 1, count: length)) == nil)
    }
}
