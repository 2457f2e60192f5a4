/// A file that proves that a log only grew since an older checkpoint.
///
/// Checking it needs that checkpoint and the public key.
///
/// It has the form of the body of `add-checkpoint` (C2SP tlog-witness), so a witness accepts it as it is.
package struct ConsistencyProofFile: Equatable, Sendable {
    package static let mostHashes = 63

    /// The size of the older checkpoint.
    package let old: Int
    package let hashes: [SHA256Hash]
    /// Verified by ``check(against:keys:)``.
    package let checkpoint: SignedNote

    package init(old: Int, hashes: [SHA256Hash], checkpoint: SignedNote) {
        (self.old, self.hashes, self.checkpoint) = (old, hashes, checkpoint)
    }

    /// Throws unless the log grew from `trusted`; returns the newer checkpoint.
    ///
    /// Does not verify the signature of the older checkpoint: the caller decides whether to trust it.
    @discardableResult
    package func check(
        against trusted: Checkpoint,
        keys: [VerifierKey]
    ) throws(ConsistencyProofFileError) -> Checkpoint {
        let new: Checkpoint
        do { new = try Checkpoint(checkpoint, verifiedBy: keys) } catch { throw .checkpoint(error) }
        guard new.isOf(origin: trusted.origin) else { throw .otherLog(old: trusted.origin, new: new.origin) }
        guard old == trusted.size else { throw .otherOldSize(old, expected: trusted.size) }
        let proof = ConsistencyProof(from: old, to: new.size, hashes: hashes)
        do { try proof.check(from: trusted.root, to: new.root) } catch { throw .consistency(error) }
        return new
    }
}

extension ConsistencyProofFile {
    package init(_ bytes: [UInt8]) throws(ConsistencyProofFileError) {
        do { try self.init(text: ProofText(bytes)) } catch { throw .text(error) }
    }

    private init(text: ProofText) throws(ProofTextError) {
        var text = text
        guard let old = text.take("old").flatMap(Int.init(sizeText:)) else { throw .invalidOldSize }
        self.old = old
        hashes = try text.hashes(atMost: Self.mostHashes)
        checkpoint = try text.checkpoint()
    }

    package var bytes: [UInt8] { ProofText.bytes(["old \(old)"], hashes, checkpoint) }
}

/// Why a file does not prove that a log only grew.
package enum ConsistencyProofFileError: Error, Equatable, Sendable {
    case text(ProofTextError)
    case checkpoint(CheckpointError)
    /// The proof starts at a different size than the older checkpoint.
    case otherOldSize(Int, expected: Int)
    case otherLog(old: String, new: String)
    /// The log of the newer checkpoint did not grow from the older one.
    case consistency(MerkleProofError)
}

extension ConsistencyProofFileError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .text(let error): error.description
        case .checkpoint(let error): error.description
        case .otherOldSize(let size, let expected):
            "the proof starts at size \(size), the older checkpoint has size \(expected)"
        case .otherLog(let old, let new): "the older checkpoint is of the log '\(old)', the newer one of '\(new)'"
        case .consistency(let error): error.description
        }
    }
}
