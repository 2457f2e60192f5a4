import LedgerDomain
import LedgerLog
import LedgerValues

/// What others than the log keep of it: the checkpoints that are given, and the last that was signed here.
package struct KeptEvidence {
    struct Claim {
        let name: String
        let size: Int
        let root: SHA256Hash
    }

    private let checkpoints: [(name: String, checkpoint: Checkpoint)]
    /// By which log the ledger's signing key is named.
    private let keyName: String?

    package init(directory: String, checkpoints paths: [String], keys: [String]) throws(OperationError) {
        let trusted = try TrustedKeys.given(keys, orOf: paths.isEmpty ? nil : directory)
        var kept: [(name: String, checkpoint: Checkpoint)] = []
        for path in paths {
            kept.append((path, try ProofFiles.checkpoint(path, signedBy: try TrustedKeys.require(trusted))))
        }
        let file = SigningKeyFile(ledger: directory)
        let signer = file.isReadable ? try file.signer() : nil
        if let signer, let last = try file.lastCheckpoint(by: signer.verifierKey) {
            kept.append((CheckpointSigner.lastName, last))
        }
        (checkpoints, keyName) = (kept, signer?.verifierKey.name)
    }

    /// What is claimed of a ledger.
    ///
    /// - Throws: Where anything speaks of another.
    func claims(of ledger: UniqueID, named name: String) throws(OperationError) -> [Claim] {
        let origin = Checkpoint.origin(ofLedger: ledger)
        if let keyName, !keyName.utf8.elementsEqual(origin.utf8) {
            throw .keeping(.otherLedger(.signingKey(file: name, origin: origin, key: keyName)))
        }
        for (place, checkpoint) in checkpoints where !checkpoint.isOf(origin: origin) {
            let other = KeepingError.OtherLedger.checkpoint(
                file: name,
                origin: origin,
                checkpoint: place,
                found: checkpoint.origin
            )
            throw .keeping(.otherLedger(other))
        }
        return checkpoints.map { Claim(name: $0.name, size: $0.checkpoint.size, root: $0.checkpoint.root) }
    }
}
