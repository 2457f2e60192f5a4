import LedgerLog
import LedgerTesting
import Testing

/// Stored nodes only save work: results do not depend on them.
struct `Reading nodes of a tree` {
    private struct Store: NodeStore {
        let size: Int
        let step: Int
        let nodes: [MerkleNode: SHA256Hash]

        func hash(of node: MerkleNode) -> SHA256Hash? { nodes[node] }
    }

    private static let leaves = (0..<300).map { MerkleFrontier.leaf(Array("record \($0)".utf8)) }

    /// MTH of RFC 6962 §2.1 over a perfect subtree.
    private static func hash(of node: MerkleNode) -> SHA256Hash {
        guard node.level > 0 else { return leaves[node.number] }
        let children = (0...1).map { MerkleNode(level: node.level - 1, number: node.number * 2 + $0) }
        return MerkleFrontier.node(hash(of: children[0]), hash(of: children[1]))
    }

    private static let nodes = (0...8).flatMap { level in
        (0..<leaves.count >> level).map { MerkleNode(level: level, number: $0) }
    }

    /// A store with the nodes of `size` leaves, except those that `isLost`.
    private func store(_ size: Int, step: Int, without isLost: (MerkleNode) -> Bool = { _ in false }) -> Store {
        let empty = Store(size: size, step: step, nodes: [:])
        let kept = Self.nodes.filter { empty.holds($0) && !isLost($0) }
        return Store(size: size, step: step, nodes: kept.reduce(into: [:]) { $0[$1] = Self.hash(of: $1) })
    }

    private func expectAll(_ store: Store?) {
        let reader = NodeReader<Never>(store: store) { Array(Self.leaves[$0]) }
        for node in Self.nodes { #expect(reader.hash(of: node) == Self.hash(of: node), "\(node)") }
    }

    @Test(arguments: [1, 2, 4, 5, 8])
    func `is correct with all of them, some of them and none`(step: Int) {
        expectAll(store(300, step: step))
        expectAll(store(300, step: step) { _ in true })
        expectAll(store(300, step: step) { $0.level == step })
        expectAll(store(300, step: step) { $0.number.isMultiple(of: 3) })
        expectAll(nil)
    }

    @Test(arguments: [0, 1, 15, 16, 17, 255, 256, 299])
    func `is correct if the store is behind the log`(size: Int) {
        expectAll(store(size, step: 4))
    }

    @Test func `asks the store only for nodes that it holds`() {
        let store = store(20, step: 4)
        let leaf = MerkleNode(level: 0, number: 3)
        let odd = MerkleNode(level: 3, number: 0)
        let beyond = MerkleNode(level: 4, number: 1)
        #expect(store.holds(MerkleNode(level: 4, number: 0)))
        #expect(![leaf, odd, beyond].contains(where: store.holds))
    }
}
