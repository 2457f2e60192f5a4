/// A perfect subtree over the leaves `number << level` ..< `(number + 1) << level`.
///
/// Its hash never changes once all its leaves exist, so it can be stored. Level 0 is a leaf.
package struct MerkleNode: Hashable, Sendable {
    package let level: Int
    package let number: Int

    package init(level: Int, number: Int) {
        (self.level, self.number) = (level, number)
    }

    /// The leaves below it, zero-based.
    package var leaves: Range<Int> { number << level..<(number + 1) << level }

    /// The fewest perfect subtrees that cover `leaves`, from left to right.
    static func covering(_ leaves: Range<Int>) -> [MerkleNode] {
        var nodes: [MerkleNode] = []
        var start = leaves.lowerBound
        while start < leaves.upperBound {
            let fitting = Int.bitWidth - 1 - (leaves.upperBound - start).leadingZeroBitCount
            let level = min(fitting, start.trailingZeroBitCount)
            nodes.append(MerkleNode(level: level, number: start >> level))
            start += 1 << level
        }
        return nodes
    }
}
