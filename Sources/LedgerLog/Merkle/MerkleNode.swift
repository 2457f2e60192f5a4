/// A perfect subtree: over the leaves from `number << level` to before `(number + 1) << level`.
///
/// Once all its leaves are there its hash never changes, so it can be stored. Level 0 is a leaf.
package struct MerkleNode: Hashable, Sendable {
    package let level: Int
    package let number: Int

    package init(level: Int, number: Int) {
        (self.level, self.number) = (level, number)
    }

    /// The leaves below it, counted from zero.
    package var leaves: Range<Int> { number << level..<(number + 1) << level }

    /// The perfect subtrees over `leaves`, from left to right: as few as can be.
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
