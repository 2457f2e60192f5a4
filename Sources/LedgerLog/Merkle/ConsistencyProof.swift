/// A proof that a tree only grew (RFC 6962 §2.1.2): its first `from` leaves are unchanged.
package struct ConsistencyProof: Equatable, Sendable {
    package let from: Int
    package let to: Int
    package let hashes: [SHA256Hash]

    /// Accepts any values; ``check(from:to:)`` verifies them.
    package init(from: Int, to: Int, hashes: [SHA256Hash]) {
        (self.from, self.to, self.hashes) = (from, to, hashes)
    }

    /// Makes the proof from O(log to) stored perfect subtrees.
    ///
    /// If a tree cannot grow from `from` to `to`, the proof has no hashes and fails its check.
    package init<Failure>(
        from: Int,
        to: Int,
        read: (MerkleNode) throws(Failure) -> SHA256Hash
    ) throws(Failure) {
        let hashes = try Self.subtrees(from: from, to: to).map { (subtree) throws(Failure) in
            try subtree.hash(read: read)
        }
        self.init(from: from, to: to, hashes: hashes)
    }

    /// The perfect subtrees that a proof reads.
    package static func nodes(from: Int, to: Int) -> [MerkleNode] {
        subtrees(from: from, to: to).flatMap(\.nodes)
    }

    /// PROOF(from, D[to]), the deepest first.
    private static func subtrees(from: Int, to: Int) -> [MerkleSubtree] {
        guard MerkleFrontier.sizes.contains(to), (0...to).contains(from), from > 0 else { return [] }
        var proof: [MerkleSubtree] = []
        var tree = MerkleSubtree(leaves: 0..<to)
        while from < tree.leaves.upperBound {
            let (left, right) = tree.halves
            let isLeft = from <= left.leaves.upperBound
            proof.append(isLeft ? right : left)
            tree = isLeft ? left : right
        }
        // The checker knows the root of the old tree, but not its last part.
        if tree.leaves.lowerBound > 0 { proof.append(tree) }
        return proof.reversed()
    }
}

extension ConsistencyProof {
    /// Throws unless the tree with root `new` grew from the one with root `old` (RFC 9162 §2.1.4.2).
    ///
    /// No hashes are needed to grow from an empty tree, or between equal sizes, whose roots must be equal.
    package func check(from old: SHA256Hash, to new: SHA256Hash) throws(MerkleProofError) {
        guard MerkleFrontier.sizes.contains(to), (0...to).contains(from) else { throw .noGrowth(from: from, to: to) }
        guard from > 0, from < to else {
            guard hashes.isEmpty else { throw .tooLong(hashes: hashes.count) }
            guard from > 0 || old == MerkleFrontier().root else { throw .rootDiffers(size: 0) }
            guard from < to || old == new else { throw .rootDiffers(size: to) }
            return
        }
        let roots = try roots(old)
        guard roots.old == old else { throw .rootDiffers(size: from) }
        guard roots.new == new else { throw .rootDiffers(size: to) }
    }

    /// Both roots, computed from the hashes.
    ///
    /// If the old tree is perfect, the proof omits the first hash: it is the old root.
    private func roots(_ known: SHA256Hash) throws(MerkleProofError) -> (old: SHA256Hash, new: SHA256Hash) {
        var path = hashes[...]
        guard let first = from & (from - 1) == 0 ? known : path.popFirst() else { throw .tooShort(hashes: 0) }
        var (node, last) = ((from - 1) >> from.trailingZeroBitCount, (to - 1) >> from.trailingZeroBitCount)
        var (old, new) = (first, first)
        for hash in path {
            guard last > 0 else { throw .tooLong(hashes: hashes.count) }
            if node & 1 == 1 || node == last {
                (old, new) = (MerkleFrontier.node(hash, old), MerkleFrontier.node(hash, new))
                while node & 1 == 0, node > 0 { (node, last) = (node >> 1, last >> 1) }
            } else {
                new = MerkleFrontier.node(new, hash)
            }
            (node, last) = (node >> 1, last >> 1)
        }
        guard last == 0 else { throw .tooShort(hashes: hashes.count) }
        return (old, new)
    }
}
