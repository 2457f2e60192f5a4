/// The right edge of a Merkle tree (RFC 6962 §2.1): enough to add leaves and to know the root.
///
/// It holds one hash for each bit that is set in ``size``: the roots of the perfect subtrees from left to right.
package struct MerkleFrontier: Equatable, Sendable {
    package private(set) var size: Int
    private var peaks: [SHA256Hash]

    package init() {
        (size, peaks) = (0, [])
    }

    private static let leafMark: [UInt8] = [0x00]
    private static let nodeMark: [UInt8] = [0x01]

    /// MTH({d(0)}) = SHA-256(0x00 || d(0)).
    package static func leaf(_ record: [UInt8]) -> SHA256Hash {
        SHA256Hash(of: leafMark, record)
    }

    /// SHA-256(0x01 || left || right).
    package static func node(_ left: SHA256Hash, _ right: SHA256Hash) -> SHA256Hash {
        SHA256Hash(of: nodeMark, left.bytes, right.bytes)
    }

    /// Adds the next leaf; a carry joins subtrees of one size, as adding one to ``size`` does with its bits.
    package mutating func append(_ leaf: SHA256Hash) {
        var joined = leaf
        var carry = size
        while carry & 1 == 1, let left = peaks.popLast() {
            joined = Self.node(left, joined)
            carry >>= 1
        }
        peaks.append(joined)
        size += 1
    }

    /// The root; that of an empty tree is the hash of nothing.
    package var root: SHA256Hash {
        guard var root = peaks.last else { return SHA256Hash(of: []) }
        for peak in peaks.dropLast().reversed() { root = Self.node(peak, root) }
        return root
    }

    /// The peaks' bytes one after another, to be kept beside ``size``.
    package var bytes: [UInt8] { peaks.flatMap(\.bytes) }

    /// Takes up what ``bytes`` gave; fails when it does not fit the size.
    package init?(size: Int, bytes: [UInt8]) {
        guard size >= 0, bytes.count == size.nonzeroBitCount * 32 else { return nil }
        self.size = size
        peaks = stride(from: 0, to: bytes.count, by: 32).compactMap { SHA256Hash(bytes: Array(bytes[$0..<$0 + 32])) }
    }
}
