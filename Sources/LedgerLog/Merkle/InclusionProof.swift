/// A proof that a leaf is in a tree (RFC 6962 §2.1.1): the sibling hashes on the path from the leaf to the root.
package struct InclusionProof: Equatable, Sendable {
    /// Zero-based: the position minus one.
    package let index: Int
    package let size: Int
    package let hashes: [SHA256Hash]

    /// Accepts any values; ``root(ofLeaf:)`` verifies them.
    package init(index: Int, size: Int, hashes: [SHA256Hash]) {
        (self.index, self.size, self.hashes) = (index, size, hashes)
    }

    /// Makes the proof for the leaf at `index` from O(log size) stored perfect subtrees.
    ///
    /// If there is no such leaf, the proof has no hashes and fails its check.
    package init<Failure>(
        index: Int,
        size: Int,
        read: (MerkleNode) throws(Failure) -> SHA256Hash
    ) throws(Failure) {
        let hashes = try Self.subtrees(index: index, size: size).map { (subtree) throws(Failure) in
            try subtree.hash(read: read)
        }
        self.init(index: index, size: size, hashes: hashes)
    }

    /// The perfect subtrees that a proof reads.
    package static func nodes(index: Int, size: Int) -> [MerkleNode] {
        subtrees(index: index, size: size).flatMap(\.nodes)
    }

    /// PATH(index, D[size]), the leaf's sibling first.
    private static func subtrees(index: Int, size: Int) -> [MerkleSubtree] {
        guard MerkleFrontier.sizes.contains(size), (0..<size).contains(index) else { return [] }
        var siblings: [MerkleSubtree] = []
        var tree = MerkleSubtree(leaves: 0..<size)
        while tree.leaves.count > 1 {
            let (left, right) = tree.halves
            let isLeft = left.leaves.contains(index)
            siblings.append(isLeft ? right : left)
            tree = isLeft ? left : right
        }
        return siblings.reversed()
    }
}

extension InclusionProof {
    /// The root that the proof implies for `leaf` (RFC 9162 §2.1.3.2); compare it with a trusted root.
    package func root(ofLeaf leaf: SHA256Hash) throws(MerkleProofError) -> SHA256Hash {
        guard MerkleFrontier.sizes.contains(size), (0..<size).contains(index) else {
            throw .noLeaf(index: index, size: size)
        }
        var (node, last, root) = (index, size - 1, leaf)
        for hash in hashes {
            guard last > 0 else { throw .tooLong(hashes: hashes.count) }
            if node & 1 == 1 || node == last {
                root = MerkleFrontier.node(hash, root)
                while node & 1 == 0, node > 0 { (node, last) = (node >> 1, last >> 1) }
            } else {
                root = MerkleFrontier.node(root, hash)
            }
            (node, last) = (node >> 1, last >> 1)
        }
        guard last == 0 else { throw .tooShort(hashes: hashes.count) }
        return root
    }

    /// Throws unless `leaf` is at the index in the tree with this root.
    package func check(leaf: SHA256Hash, root: SHA256Hash) throws(MerkleProofError) {
        guard try self.root(ofLeaf: leaf) == root else { throw .rootDiffers(size: size) }
    }
}
