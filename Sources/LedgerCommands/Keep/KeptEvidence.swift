import LedgerDomain
import LedgerLog
import LedgerValues

/// What others than the log keep of it: the checkpoints that are given, and the last that was signed here.
struct KeptEvidence {
    struct Claim {
        let name: String
        let size: Int
        let root: SHA256Hash
    }

    private let checkpoints: [(name: String, checkpoint: Checkpoint)]
    /// By which log the ledger's signing key is named.
    private let keyName: String?

    init(directory: String, checkpoints paths: [String], keys: [String]) throws(Failure) {
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
    func claims(of ledger: UniqueID, named name: String) throws(Failure) -> [Claim] {
        let origin = Checkpoint.origin(ofLedger: ledger)
        if let keyName, !keyName.utf8.elementsEqual(origin.utf8) {
            throw .otherLedger("\(name) is of '\(origin)', the signing key here is that of '\(keyName)'")
        }
        for (place, checkpoint) in checkpoints where !checkpoint.isOf(origin: origin) {
            throw .otherLedger("\(name) is of '\(origin)', \(place) of '\(checkpoint.origin)'")
        }
        return checkpoints.map { Claim(name: $0.name, size: $0.checkpoint.size, root: $0.checkpoint.root) }
    }
}

extension Failure {
    static func otherLedger(_ what: String) -> Failure {
        Failure(
            .verificationFailed,
            "otherLedger",
            what,
            hint: "name a backup of this ledger, or with --ledger a new directory"
        )
    }
}
