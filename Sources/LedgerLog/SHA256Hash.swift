package import Crypto
package import LedgerDomain

/// The 32 bytes of a SHA-256 hash.
package struct SHA256Hash: Hashable, Sendable {
    package let bytes: [UInt8]

    /// Fails unless there are exactly 32 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    package init(_ digest: SHA256.Digest) {
        bytes = Array(digest)
    }

    /// The hash of the concatenation of `parts`.
    package init(of parts: [UInt8]...) {
        var hasher = SHA256()
        for part in parts { hasher.update(data: part) }
        self.init(hasher.finalize())
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
    /// The id of a fact that came from outside: the same fact taken in twice has the same id.
    ///
    /// The parts are hashed with their lengths, so that no two lists of parts run together into one text.
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
