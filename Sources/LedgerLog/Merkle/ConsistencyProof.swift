/// Proof that a tree only grew (RFC 6962 §2.1.2): its first `from` leaves are still what they were.
package struct ConsistencyProof: Equatable, Sendable {
    package let from: Int
    package let to: Int
    package let hashes: [SHA256Hash]

    /// Takes what a file says: nothing is checked before ``check(from:to:)``.
    package init(from: Int, to: Int, hashes: [SHA256Hash]) {
        (self.from, self.to, self.hashes) = (from, to, hashes)
    }

    /// Proves the growth from the stored perfect subtrees, of which it asks for O(log to).
    ///
    /// Where a tree cannot grow so the proof has no hashes, and does not hold.
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

    /// The perfect subtrees that a proof is made from.
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
        // The old tree's root is known to whoever checks; its last part is not.
        if tree.leaves.lowerBound > 0 { proof.append(tree) }
        return proof.reversed()
    }
}

extension ConsistencyProof {
    /// Fails unless the tree with root `new` grew from that with root `old` (RFC 9162 §2.1.4.2).
    ///
    /// From nothing every tree can grow, and equal sizes have equal roots: neither needs a hash.
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

    /// Both roots as the hashes give them.
    ///
    /// The root of a perfect old tree stands for the first hash, which is then left out.
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
