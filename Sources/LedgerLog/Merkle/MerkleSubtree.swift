/// A part of the tree as RFC 6962 §2.1 splits it: perfect, or ragged where it lies at the right edge.
struct MerkleSubtree {
    let leaves: Range<Int>

    /// The split at the largest power of two below the number of leaves, of which there are at least two.
    var halves: (left: MerkleSubtree, right: MerkleSubtree) {
        let split = leaves.lowerBound + 1 << (Int.bitWidth - 1 - (leaves.count - 1).leadingZeroBitCount)
        return (
            MerkleSubtree(leaves: leaves.lowerBound..<split), MerkleSubtree(leaves: split..<leaves.upperBound)
        )
    }

    /// The perfect subtrees that it is hashed from.
    var nodes: [MerkleNode] { MerkleNode.covering(leaves) }

    /// MTH of the leaves.
    func hash<Failure>(read: (MerkleNode) throws(Failure) -> SHA256Hash) throws(Failure) -> SHA256Hash {
        MerkleFrontier.root(of: try nodes.map(read))
    }
}
