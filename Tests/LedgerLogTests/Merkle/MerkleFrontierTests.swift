import LedgerDomain
import LedgerLog
import Testing
import LedgerValues

struct `A Merkle frontier` {
    @Test func `has the root of RFC 6962 at every size`() {
        let leaves = (0..<300).map { MerkleFrontier.leaf(Array("record \($0)".utf8)) }
        var frontier = MerkleFrontier()
        #expect(frontier.root == Self.root(of: leaves[..<0]))
        for (index, leaf) in leaves.enumerated() {
            frontier.append(leaf)
            #expect(frontier.size == index + 1)
            #expect(frontier.root == Self.root(of: leaves[...index]))
            #expect(MerkleFrontier(size: frontier.size, bytes: frontier.bytes) == frontier)
        }
    }

    /// SHA-256 of no bytes, and of the leaf prefix alone.
    @Test func `begins with known hashes`() {
        let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        #expect(MerkleFrontier().root.description == nothing)
        let zero = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        #expect(MerkleFrontier.leaf([]).description == zero)
        var frontier = MerkleFrontier()
        frontier.append(MerkleFrontier.leaf([]))
        #expect(frontier.root.description == zero)
    }

    @Test func `restores only bytes that fit its size`() {
        #expect(MerkleFrontier(size: -1, bytes: []) == nil)
        #expect(MerkleFrontier(size: 0, bytes: []) == MerkleFrontier())
        #expect(MerkleFrontier(size: 1, bytes: []) == nil)
        #expect(MerkleFrontier(size: 3, bytes: [UInt8](repeating: 0, count: 32)) == nil)
        #expect(MerkleFrontier(size: 4, bytes: [UInt8](repeating: 0, count: 31)) == nil)
        #expect(MerkleFrontier(size: 4, bytes: [UInt8](repeating: 0, count: 32))?.size == 4)
    }

    /// MTH of RFC 6962 §2.1, written as in the RFC.
    private static func root(of leaves: ArraySlice<SHA256Hash>) -> SHA256Hash {
        guard leaves.count > 1 else { return leaves.first ?? SHA256Hash(of: []) }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        return MerkleFrontier.node(root(of: leaves.prefix(split)), root(of: leaves.dropFirst(split)))
    }
}

struct `A SHA-256 hash` {
    @Test func `matches FIPS 180`() {
        let hash = SHA256Hash(of: Array("abc".utf8))
        #expect(hash.description == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(SHA256Hash(of: [0x61], [], [0x62, 0x63]) == hash)
    }

    @Test func `round-trips as hexadecimal`() {
        let hash = SHA256Hash(of: [1])
        #expect(SHA256Hash(hash.description) == hash)
        #expect(SHA256Hash(hash.description.uppercased()) == hash)
        #expect(SHA256Hash(bytes: hash.bytes) == hash)
    }

    @Test(arguments: [
        "", "00", String(repeating: "0", count: 63), String(repeating: "0", count: 65),
        String(repeating: "g", count: 64),
    ])
    func `rejects other texts`(text: String) {
        #expect(SHA256Hash(text) == nil)
    }

    @Test func `has 32 bytes`() {
        #expect(SHA256Hash(bytes: [UInt8](repeating: 0, count: 31)) == nil)
    }
}
