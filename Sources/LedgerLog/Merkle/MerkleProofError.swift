/// Why a Merkle proof fails.
package enum MerkleProofError: Error, Equatable, Sendable {
    /// The tree has no such leaf, or the size is invalid.
    case noLeaf(index: Int, size: Int)
    /// A tree cannot grow from the one size to the other.
    case noGrowth(from: Int, to: Int)
    /// The proof has more hashes than the tree has levels.
    case tooLong(hashes: Int)
    case tooShort(hashes: Int)
    /// The hashes give a different root: something in the tree was changed.
    case rootDiffers(size: Int)
}

extension MerkleProofError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noLeaf(let index, let size): "a tree of size \(size) has no leaf with index \(index)"
        case .noGrowth(let from, let to): "a tree cannot grow from size \(from) to size \(to)"
        case .tooLong(let hashes): "the proof has too many hashes (\(hashes)) for these sizes"
        case .tooShort(let hashes): "the proof has too few hashes (\(hashes)) for these sizes"
        case .rootDiffers(let size): "the hashes do not give the root at size \(size)"
        }
    }
}
