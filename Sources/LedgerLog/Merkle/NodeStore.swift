/// Nodes of a Merkle tree that are kept so that they need not be computed.
package protocol NodeStore {
    /// Of how many leaves the nodes are.
    var size: Int { get }
    /// Kept are the nodes of every level that is a multiple of this; not the leaves.
    var step: Int { get }
    /// Nil where it is missing.
    func hash(of node: MerkleNode) -> SHA256Hash?
}

extension NodeStore {
    /// Whether this node is one that is kept.
    package func holds(_ node: MerkleNode) -> Bool {
        node.level > 0 && node.level.isMultiple(of: step) && node.leaves.upperBound <= size
    }
}

/// The nodes of a log's Merkle tree: from where they are kept, and computed from what is below where they are not.
///
/// With a store a node costs at most 2^(step − 1) hashes, however large the tree is.
package struct NodeReader<Failure: Error> {
    private let store: (any NodeStore)?
    private let leaves: (Range<Int>) throws(Failure) -> [SHA256Hash]

    /// `leaves` gives the leaves of an index range, counted from 0.
    package init(
        store: (any NodeStore)?,
        leaves: @escaping (Range<Int>) throws(Failure) -> [SHA256Hash]
    ) {
        (self.store, self.leaves) = (store, leaves)
    }

    /// Up to this level a node is computed from its leaves at once.
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
