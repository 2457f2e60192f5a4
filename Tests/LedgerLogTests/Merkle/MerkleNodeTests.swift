import LedgerLog
import Testing

struct `The perfect subtrees of a tree` {
    @Test func `give its frontier at every size`() {
        let tree = ReferenceTree(size: 300)
        var grown = MerkleFrontier()
        for size in 0...300 {
            var reads = 0
            let frontier = MerkleFrontier(size: size) { tree.reading(size, &reads, $0) }
            #expect(frontier == grown)
            #expect(reads == size.nonzeroBitCount)
            #expect(frontier.root == tree.root(size))
            if size < 300 { grown.append(tree.hash(size..<size + 1)) }
        }
    }

    @Test func `give no frontier for a negative size, and one at the largest size`() {
        let hash = SHA256Hash(of: [])
        #expect(MerkleFrontier(size: -1) { _ in hash } == MerkleFrontier())
        #expect(MerkleFrontier(size: 1 << 62) { _ in hash }.bytes == hash.bytes)
    }

    @Test func `cover powers of two`() {
        #expect(MerkleNode(level: 0, number: 5).leaves == 5..<6)
        #expect(MerkleNode(level: 3, number: 2).leaves == 16..<24)
    }

    @Test func `match the roots of Certificate Transparency's tests`() {
        var frontier = MerkleFrontier()
        #expect(frontier.root == KnownTree.roots[0])
        for (leaf, root) in zip(KnownTree.leaves, KnownTree.roots.dropFirst()) {
            frontier.append(leaf)
            #expect(frontier.root == root)
        }
        #expect(frontier.size == 8)
    }
}
