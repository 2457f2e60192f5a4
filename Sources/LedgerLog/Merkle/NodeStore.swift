/// Stored nodes of a Merkle tree.
package protocol NodeStore {
    /// The number of leaves that the stored nodes cover.
    var size: Int { get }
    /// Nodes are stored at every level that is a multiple of this, except level 0.
    var step: Int { get }
    /// Nil if it is missing.
    func hash(of node: MerkleNode) -> SHA256Hash?
}

extension NodeStore {
    /// Whether the store should have this node.
    package func holds(_ node: MerkleNode) -> Bool {
        node.level > 0 && node.level.isMultiple(of: step) && node.leaves.upperBound <= size
    }
}

/// Reads nodes of a log's Merkle tree from a store, and computes those that are not stored.
///
/// With a store, a node costs at most 2^(step − 1) hashes, whatever the size of the tree.
package struct NodeReader<Failure: Error> {
    private let store: (any NodeStore)?
    private let leaves: (Range<Int>) throws(Failure) -> [SHA256Hash]

    /// `leaves` returns the leaf hashes of a zero-based index range.
    package init(
        store: (any NodeStore)?,
        leaves: @escaping (Range<Int>) throws(Failure) -> [SHA256Hash]
    ) {
        (self.store, self.leaves) = (store, leaves)
    }

    /// Nodes up to this level are computed directly from their leaves.
    private var leafyLevel: Int { store?.step ?? 10 }

    package func hash(of node: MerkleNode) throws(Failure) -> SHA256Hash {
        if let store, store.holds(node), let hash = store.hash(of: node) { return hash }
        if node.level <= leafyLevel {
            var frontier = MerkleFrontier()
            for leaf in try leaves(node.leaves) { frontier.append(leaf) }
            return frontier.root
        }
        return MerkleFrontier.node(
            try hash(of: MerkleNode(level: node.level - 1, number: node.number * 2)),
            try hash(of: MerkleNode(level: node.level - 1, number: node.number * 2 + 1))
        )
    }
}
