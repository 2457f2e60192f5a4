/// Why a Merkle proof proves nothing.
package enum MerkleProofError: Error, Equatable, Sendable {
    /// No tree of this size has such a leaf, or no tree is of this size.
    case noLeaf(index: Int, size: Int)
    /// The tree cannot have grown from the one size to the other.
    case noGrowth(from: Int, to: Int)
    /// More hashes than the tree has levels there.
    case tooLong(hashes: Int)
    case tooShort(hashes: Int)
    /// The hashes lead to another root than the tree has at this size: something in it was changed.
    case rootDiffers(size: Int)
}

extension MerkleProofError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noLeaf(let index, let size): "a tree of size \(size) has no leaf with index \(index)"
        case .noGrowth(let from, let to): "a tree does not grow from size \(from) to size \(to)"
        case .tooLong(let hashes): "\(hashes) hashes are too many for these sizes"
        case .tooShort(let hashes): "\(hashes) hashes are too few for these sizes"
        case .rootDiffers(let size): "the hashes do not lead to the root at size \(size)"
        }
    }
}
