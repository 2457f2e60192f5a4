package import Crypto
import LedgerDomain
package import LedgerValues

/// The 32 bytes of a SHA-256 hash.
///
/// Stored as four words in memory order, so that a hash needs no allocation: a tree has many.
package struct SHA256Hash: Hashable, Sendable {
    package static let length = 32

    private let words: Words

    private struct Words: Hashable {
        var first, second, third, fourth: UInt64
    }

    /// Nil unless there are exactly 32 bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.length else { return nil }
        var words = Words(first: 0, second: 0, third: 0, fourth: 0)
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
        self.words = words
    }

    package init(_ digest: SHA256.Digest) {
        words = digest.withUnsafeBytes { $0.loadUnaligned(as: Words.self) }
    }

    /// The hash of the concatenation of `parts`.
    package init(of parts: [UInt8]...) {
        var hasher = SHA256()
        for part in parts { hasher.update(data: part) }
        self.init(hasher.finalize())
    }

    package var bytes: [UInt8] {
        withUnsafeBytes { Array($0) }
    }

    /// Whether `bytes` equal the hash.
    package func isEqual(to bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count == Self.length && bytes.loadUnaligned(as: Words.self) == words
    }

    /// Calls `body` with the 32 bytes without allocating an array.
    package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        Swift.withUnsafeBytes(of: words, body)
    }
}

extension SHA256Hash: CustomStringConvertible {
    /// Lower-case hexadecimal.
    package var description: String { bytes.hex }

    /// Reads 64 hexadecimal digits in either case.
    package init?(_ text: some StringProtocol) {
        guard let bytes = [UInt8](hex: text) else { return nil }
        self.init(bytes: bytes)
    }
}

extension UniqueID {
    /// The id of a fact from outside: importing the same fact twice gives the same id.
    ///
    /// The parts are hashed with their lengths, so that different lists of parts give different input.
    package init(source: String, id: String, ordinal: Int) {
        var material: [UInt8] = Array("stackledger fact".utf8)
        for part in [source, id, String(ordinal)] {
            material.append(contentsOf: "\n\(part.utf8.count):\(part)".utf8)
        }
        let hash = SHA256Hash(of: material).bytes
        let words = [hash.prefix(8), hash.dropFirst(8).prefix(8)].map { $0.reduce(0) { $0 << 8 | UInt64($1) } }
        self.init(hash: (words[0], words[1]))
    }
}
