import LedgerValues

/// A file that proves that a log contains an event (C2SP tlog-proof).
///
/// Checking it needs the log's public key.
package struct EventProof: Equatable, Sendable {
    package static let mostHashes = 64
    private static let title = "c2sp.org/tlog-proof@v1"

    /// Opaque and not authenticated; may be empty.
    package let extra: [UInt8]
    /// Zero-based: the position minus one.
    package let index: Int
    package let hashes: [SHA256Hash]
    /// Verified by ``check(leaf:keys:)``.
    package let checkpoint: SignedNote

    package init(index: Int, hashes: [SHA256Hash], checkpoint: SignedNote, extra: [UInt8] = []) {
        (self.index, self.hashes, self.checkpoint, self.extra) = (index, hashes, checkpoint, extra)
    }

    /// Throws unless a log signed by one of `keys` has this leaf at the index; returns the log's checkpoint.
    @discardableResult
    package func check(leaf: SHA256Hash, keys: [VerifierKey]) throws(EventProofError) -> Checkpoint {
        let checkpoint: Checkpoint
        do { checkpoint = try Checkpoint(self.checkpoint, verifiedBy: keys) } catch { throw .checkpoint(error) }
        let proof = InclusionProof(index: index, size: checkpoint.size, hashes: hashes)
        do { try proof.check(leaf: leaf, root: checkpoint.root) } catch { throw .inclusion(error) }
        return checkpoint
    }

    /// Like ``check(leaf:keys:)``, for a record's line without its newline.
    @discardableResult
    package func check(record: [UInt8], keys: [VerifierKey]) throws(EventProofError) -> Checkpoint {
        try check(leaf: MerkleFrontier.leaf(record), keys: keys)
    }
}

extension EventProof {
    package init(_ bytes: [UInt8]) throws(EventProofError) {
        do { try self.init(text: ProofText(bytes)) } catch { throw .text(error) }
    }

    private init(text: ProofText) throws(ProofTextError) {
        var text = text
        guard text.takeLine(Self.title) else { throw .noTitle(expected: Self.title) }
        extra = try Self.extra(&text)
        guard let index = text.take("index").flatMap(Int.init(sizeText:)) else { throw .invalidIndex }
        self.index = index
        hashes = try text.hashes(atMost: Self.mostHashes)
        checkpoint = try text.checkpoint()
    }

    /// Missing line and empty data mean the same; an empty line is invalid.
    private static func extra(_ text: inout ProofText) throws(ProofTextError) -> [UInt8] {
        guard let line = text.take("extra") else { return [] }
        guard let extra = [UInt8](base64: String(decoding: line, as: UTF8.self)), !extra.isEmpty else {
            throw .invalidExtra
        }
        return extra
    }

    package var bytes: [UInt8] {
        let extra = extra.isEmpty ? [] : ["extra \(extra.base64)"]
        return ProofText.bytes([Self.title] + extra + ["index \(index)"], hashes, checkpoint)
    }
}

/// Why a file does not prove an event.
package enum EventProofError: Error, Equatable, Sendable {
    case text(ProofTextError)
    case checkpoint(CheckpointError)
    /// The log that signed does not contain the event, or not in this form.
    case inclusion(MerkleProofError)
}

extension EventProofError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .text(let error): error.description
        case .checkpoint(let error): error.description
        case .inclusion(let error): error.description
        }
    }
}
