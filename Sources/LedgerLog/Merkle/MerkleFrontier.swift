import Crypto

/// The right edge of a Merkle tree (RFC 6962 §2.1): enough to add leaves and to know the root.
///
/// It holds one hash for each bit that is set in ``size``: the roots of the perfect subtrees from left to right.
package struct MerkleFrontier: Equatable, Sendable {
    /// Valid sizes.
    ///
    /// Sizes come from untrusted files, and no sum over a tree may overflow.
    package static let sizes = 0...1 << 62

    package private(set) var size: Int
    private var peaks: [SHA256Hash]

    package init() {
        (size, peaks) = (0, [])
    }

    /// MTH({d(0)}) = SHA-256(0x00 || d(0)).
    package static func leaf(_ record: [UInt8]) -> SHA256Hash {
        record.withUnsafeBytes { leaf($0) }
    }

    package static func leaf(_ record: UnsafeRawBufferPointer) -> SHA256Hash {
        var hasher = SHA256()
        withUnsafeBytes(of: UInt8(0x00)) { hasher.update(bufferPointer: $0) }
        hasher.update(bufferPointer: record)
        return SHA256Hash(hasher.finalize())
    }

    /// SHA-256(0x01 || left || right).
    package static func node(_ left: SHA256Hash, _ right: SHA256Hash) -> SHA256Hash {
        var hasher = SHA256()
        withUnsafeBytes(of: UInt8(0x01)) { hasher.update(bufferPointer: $0) }
        left.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        right.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        return SHA256Hash(hasher.finalize())
    }

    /// Adds the next leaf and merges subtrees of equal size, like the carry when one is added to ``size``.
    package mutating func append(_ leaf: SHA256Hash) {
        append(leaf) { _, _ in }
    }

    /// Like ``append(_:)``; also calls `completed` with each perfect subtree that the leaf completes, except the leaf
    /// itself.
    @inline(__always)
    package mutating func append(_ leaf: SHA256Hash, completed: (MerkleNode, SHA256Hash) -> Void) {
        var joined = leaf
        var level = 0
        while size >> level & 1 == 1, let left = peaks.popLast() {
            joined = Self.node(left, joined)
            level += 1
            completed(MerkleNode(level: level, number: size >> level), joined)
        }
        peaks.append(joined)
        size += 1
    }

    /// The root; for an empty tree the hash of no bytes.
    package var root: SHA256Hash { Self.root(of: peaks) }

    /// The hash over adjacent perfect subtrees, each larger than the next.
    static func root(of peaks: [SHA256Hash]) -> SHA256Hash {
        guard var root = peaks.last else { return SHA256Hash(of: []) }
        for peak in peaks.dropLast().reversed() { root = node(peak, root) }
        return root
    }

    /// The concatenated peaks, to be stored with ``size``.
    package var bytes: [UInt8] { peaks.flatMap(\.bytes) }

    /// The size of the largest log: positions are whole numbers in JSON.
    package static let largest = (1 << 53) - 1

    /// Restores a frontier from ``bytes``; nil if they do not fit the size.
    package init?(size: Int, bytes: [UInt8]) {
        guard (0...Self.largest).contains(size), bytes.count == size.nonzeroBitCount * 32 else { return nil }
        self.size = size
        peaks = stride(from: 0, to: bytes.count, by: 32).compactMap { SHA256Hash(bytes: bytes[$0..<$0 + 32]) }
    }

    /// Builds the frontier of the tree at `size` from stored perfect subtrees; the tree may be larger now.
    ///
    /// A negative size counts as zero.
    package init<Failure>(size: Int, read: (MerkleNode) throws(Failure) -> SHA256Hash) throws(Failure) {
        let leaves = 0..<max(0, size)
        self.size = leaves.count
        peaks = try MerkleNode.covering(leaves).map(read)
    }
}
