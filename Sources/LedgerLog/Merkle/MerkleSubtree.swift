/// A part of the tree as RFC 6962 §2.1 splits it: perfect, or incomplete at the right edge.
struct MerkleSubtree {
    let leaves: Range<Int>

    /// Splits at the largest power of two below the number of leaves.
    ///
    /// Needs at least two leaves.
    var halves: (left: MerkleSubtree, right: MerkleSubtree) {
        let split = leaves.lowerBound + 1 << (Int.bitWidth - 1 - (leaves.count - 1).leadingZeroBitCount)
        return (
            MerkleSubtree(leaves: leaves.lowerBound..<split), MerkleSubtree(leaves: split..<leaves.upperBound)
        )
    }

    /// The perfect subtrees that its hash is computed from.
    var nodes: [MerkleNode] { MerkleNode.covering(leaves) }

    /// MTH of the leaves.
    func hash<Failure>(read: (MerkleNode) throws(Failure) -> SHA256Hash) throws(Failure) -> SHA256Hash {
        MerkleFrontier.root(of: try nodes.map(read))
    }
}
