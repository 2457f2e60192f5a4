import LedgerDomain
import LedgerLog
import Testing
import LedgerValues

struct `A ring of keys` {
    private func ring(_ digits: String...) throws -> SealingKeyRing {
        let words = digits.map { String(repeating: $0, count: 64 / $0.utf8.count) }
        return try #require(SealingKeyRing(text: words.joined(separator: " ")))
    }

    private let path = SealPath(family: "shop", container: "api", name: "TOKEN")

    @Test(arguments: [
        "", " \n", "zz", String(repeating: "a", count: 63), String(repeating: "a", count: 65),
        String(repeating: "a", count: 32) + "\n" + String(repeating: "a", count: 32),
        String(repeating: "a", count: 64) + " b", String(repeating: "ä", count: 64),
    ])
    func `needs complete keys`(text: String) {
        #expect(SealingKeyRing(text: text) == nil)
    }

    @Test func `seals with the newest key, opens with any, and compares with the oldest`() throws {
        let (before, after) = (try ring("0a"), try ring("0a", "1b"))
        #expect(after.ids.first == before.ids.first && after.ids.count == 2)
        let (old, new) = (
            try #require(before.seal("x", at: path, in: nil).object),
            try #require(after.seal("x", at: path, in: nil).object)
        )
        #expect(old["mac"] == new["mac"])
        #expect(try after.open(old, at: path, in: nil) == "x")
        #expect(try after.open(new, at: path, in: nil) == "x")
        #expect(throws: UnsealError.otherKey(id: after.newest.id.hex)) { try before.open(new, at: path, in: nil) }
        let body: JSONObject = ["cpu": "256", "x": .object(old)]
        #expect(
            before.fingerprint(ofDefinition: body)
                == after.fingerprint(ofDefinition: ["cpu": "256", "x": .object(new)])
        )
    }

    /// Must never change: values sealed today must compare equal in years.
    ///
    /// Computed with another program by RFC 5869 and HMAC-SHA256.
    @Test func `has fixed macs and ids`() throws {
        let sealed = try ring("00").seal("secret", at: path, in: nil)
        #expect(try ring("00").ids == ["f276a508"])
        #expect(sealed["mac"] == "c9eb078bad270dc91f9cef728d149625093201b3433eaa5334bbf96a74f3dae2")
    }
}
