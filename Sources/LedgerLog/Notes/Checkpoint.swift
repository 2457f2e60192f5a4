import LedgerDomain
package import LedgerValues

/// The state of a log at a size (C2SP tlog-checkpoint).
///
/// Anyone who keeps one can detect later changes to the events it covers.
package struct Checkpoint: Equatable, Sendable {
    /// Names the log.
    package let origin: String
    package let size: Int
    package let root: SHA256Hash
    /// Extension lines, not interpreted; none is empty.
    package let extensions: [String]

    package init(origin: String, size: Int, root: SHA256Hash, extensions: [String] = []) {
        (self.origin, self.size, self.root, self.extensions) = (origin, size, root, extensions)
    }

    package static func origin(ofLedger ledger: UniqueID) -> String {
        "stackledger/\(ledger)"
    }

    /// Whether it is a checkpoint of the log with this origin; compares bytes.
    package func isOf(origin other: String) -> Bool {
        origin.utf8.elementsEqual(other.utf8)
    }
}

extension Checkpoint {
    /// The text of the note; ends with a newline.
    package var text: String {
        ([origin, "\(size)", root.base64] + extensions).map { "\($0)\n" }.joined()
    }

    /// Reads a note's text.
    package init(_ text: String) throws(CheckpointError) {
        guard text.utf8.last == UInt8(ascii: "\n") else { throw .note(.unterminated) }
        let lines = text.utf8.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if let empty = lines.firstIndex(where: \.isEmpty) { throw .emptyLine(empty + 1) }
        guard lines.count >= 3 else { throw .incomplete(lines: lines.count) }
        guard let size = Int(sizeText: lines[1]) else { throw .invalidSize }
        guard let root = SHA256Hash(base64: lines[2]) else { throw .invalidRoot }
        self.init(
            origin: String(Substring(lines[0])),
            size: size,
            root: root,
            extensions: lines.dropFirst(3).map { String(Substring($0)) }
        )
    }

    /// Reads a note that is signed by one of `keys`, whose name must be the checkpoint's origin.
    ///
    /// This stops a key that is trusted for one log from signing for another.
    package init(_ note: SignedNote, verifiedBy keys: [VerifierKey]) throws(CheckpointError) {
        let signers: [VerifierKey]
        do { signers = try note.verified(by: keys) } catch { throw .note(error) }
        try self.init(note.text)
        guard let first = signers.first, !signers.contains(where: { isOf(origin: $0.name) }) else { return }
        throw .foreignKey(name: first.name, origin: origin)
    }
}

extension Int {
    /// Reads a size or an index as checkpoints and proofs write it: decimal, no leading zeros, at most 2^62.
    init?(sizeText digits: some Collection<UInt8>) {
        guard let first = digits.first, first != UInt8(ascii: "0") || digits.count == 1, digits.count <= 19 else {
            return nil
        }
        var size: UInt64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            size = size * 10 + UInt64(digit - UInt8(ascii: "0"))
        }
        guard size <= UInt64(MerkleFrontier.sizes.upperBound) else { return nil }
        self.init(size)
    }
}

extension SHA256Hash {
    package var base64: String { bytes.base64 }

    init?(base64 text: some Collection<UInt8>) {
        guard let bytes = [UInt8](base64: String(decoding: text, as: UTF8.self)) else { return nil }
        self.init(bytes: bytes)
    }
}
