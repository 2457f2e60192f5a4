import LedgerLog
import Synchronization

/// MTH, PATH and PROOF of RFC 6962 §2.1, written as in the RFC: by recursion over ranges of leaves.
///
/// Hashes are cached by range.
final class ReferenceTree: Sendable {
    private let leaves: [SHA256Hash]
    private let known = Mutex<[Range<Int>: SHA256Hash]>([:])

    init(leaves: [SHA256Hash]) {
        self.leaves = leaves
    }

    convenience init(size: Int) {
        self.init(leaves: (0..<size).map { MerkleFrontier.leaf(Array("record \($0)".utf8)) })
    }

    /// The largest power of two below `count`.
    private static func split(_ count: Int) -> Int {
        var split = 1
        while split * 2 < count { split *= 2 }
        return split
    }

    /// MTH(D[a:b]).
    func hash(_ range: Range<Int>) -> SHA256Hash {
        if range.isEmpty { return SHA256Hash(of: []) }
        if range.count == 1 { return leaves[range.lowerBound] }
        if let hash = known.withLock({ $0[range] }) { return hash }
        let middle = range.lowerBound + Self.split(range.count)
        let hash = MerkleFrontier.node(hash(range.lowerBound..<middle), hash(middle..<range.upperBound))
        known.withLock { $0[range] = hash }
        return hash
    }

    func root(_ size: Int) -> SHA256Hash { hash(0..<size) }

    /// One hash of a proof: the part of the tree that it covers, and on which side of the path it is.
    struct Step: Hashable {
        let leaves: Range<Int>
        let side: Side

        /// `start` is the first hash of a consistency proof if the old tree is not perfect.
        enum Side { case left, right, start }
    }

    /// PATH(m, D[a:b]), m counted from a.
    static func path(_ index: Int, _ range: Range<Int>) -> [Step] {
        guard range.count > 1 else { return [] }
        let k = split(range.count)
        let (left, right) = (range.prefix(k), range.dropFirst(k))
        return index < k
            ? path(index, left) + [Step(leaves: right, side: .right)]
            : path(index - k, right) + [Step(leaves: left, side: .left)]
    }

    /// PROOF(m, D[n]).
    static func proof(_ from: Int, _ to: Int) -> [Step] {
        from == 0 ? [] : subproof(from, 0..<to, isWhole: true)
    }

    /// SUBPROOF(m, D[a:b], b), m counted from a.
    private static func subproof(_ from: Int, _ range: Range<Int>, isWhole: Bool) -> [Step] {
        guard from < range.count else { return isWhole ? [] : [Step(leaves: range, side: .start)] }
        let k = split(range.count)
        let (left, right) = (range.prefix(k), range.dropFirst(k))
        return from <= k
            ? subproof(from, left, isWhole: isWhole) + [Step(leaves: right, side: .right)]
            : subproof(from - k, right, isWhole: false) + [Step(leaves: left, side: .left)]
    }

    /// Reads perfect subtrees like a store, and counts the reads.
    func reading(_ size: Int, _ count: inout Int, _ node: MerkleNode) -> SHA256Hash {
        count += 1
        precondition(node.leaves.upperBound <= size && node.leaves.count == 1 << node.level)
        return hash(node.leaves)
    }

    func inclusion(_ index: Int, _ size: Int) -> InclusionProof {
        InclusionProof(index: index, size: size, hashes: Self.path(index, 0..<size).map { hash($0.leaves) })
    }

    func consistency(_ from: Int, _ to: Int) -> ConsistencyProof {
        ConsistencyProof(from: from, to: to, hashes: Self.proof(from, to).map { hash($0.leaves) })
    }
}

extension SHA256Hash {
    /// This hash with one bit flipped.
    func flipping(_ bit: Int) -> SHA256Hash {
        var bytes = bytes
        bytes[bit / 8] ^= 1 << (bit % 8)
        return SHA256Hash(bytes: bytes) ?? self
    }
}

extension [SHA256Hash] {
    /// All lists with one bit of one hash flipped.
    var withOneBitFlipped: [[SHA256Hash]] {
        indices.flatMap { index in
            (0..<256).map { bit in
                var changed = self
                changed[index] = changed[index].flipping(bit)
                return changed
            }
        }
    }
}
