import Glibc
package import LedgerDomain
package import LedgerLog
package import LedgerValues
import LedgerSystem

/// The key that signs a ledger's checkpoints, in `keys/signing.key`, and beside it the last checkpoint that it signed.
package struct SigningKeyFile: Sendable {
    package let path: String
    private let last: String
    private let folder: SealKeyFile

    package init(ledger: String) {
        path = "\(ledger)/keys/signing.key"
        last = "\(ledger)/keys/last.checkpoint"
        folder = SealKeyFile(ledger: ledger)
    }

    /// Whether this user may look; an auditor need not have the key.
    package var isReadable: Bool { access(path, R_OK) == 0 }

    private func generate(for ledger: UniqueID) throws(OperationError) -> NoteSigner {
        do { return try .generate(name: Checkpoint.origin(ofLedger: ledger)) } catch {
            throw damaged(error.description)
        }
    }

    /// Makes a new key for a ledger; one that is there is refused.
    package func create(for ledger: UniqueID) throws(OperationError) -> NoteSigner {
        let signer = try generate(for: ledger)
        try folder.locked { () throws(OperationError) in
            guard try read(path) == nil else {
                throw .keys(.signingKeyExists(path: path))
            }
            try write(Self.bytes(signer), to: path)
        }
        return signer
    }

    private static func bytes(_ signer: NoteSigner) -> [UInt8] {
        Array("\(signer.privateText)\n".utf8)
    }

    /// Nil where no key was made yet.
    package func signer() throws(OperationError) -> NoteSigner? {
        guard let bytes = try read(path) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard text.count == 1, let line = text.first else { throw damaged("not one key") }
        do { return try NoteSigner(String(line)) } catch { throw damaged(error.description) }
    }

    package func requireSigner() throws(OperationError) -> NoteSigner {
        if let signer = try signer() { return signer }
        throw .keys(.noSigningKey)
    }

    /// The last checkpoint that the key signed; nil before the first.
    package func lastCheckpoint(by key: VerifierKey) throws(OperationError) -> Checkpoint? {
        guard let bytes = try read(last) else { return nil }
        let note: SignedNote
        do { note = try SignedNote(bytes) } catch { throw ProofFiles.invalid(last, error) }
        do { return try Checkpoint(note, verifiedBy: [key]) } catch {
            throw ProofFiles.invalid(last, error)
        }
    }

    func keepLast(_ note: SignedNote) throws(OperationError) {
        try write(note.bytes, to: last)
    }

    /// Puts a new key in the place of the one that is there, which is kept beside it with what it signed last.
    ///
    /// `record` makes it known first, signed by the old key: a new key that nobody was told of would be worse than one
    /// that is never used. At every moment the key that is there goes with no other key's last checkpoint, or it does not
    /// sign.
    package func replace(
        for ledger: UniqueID,
        because reason: String,
        record: (CustodyEvent) throws(OperationError) -> Void
    ) throws(OperationError) -> NoteSigner {
        _ = try requireSigner()
        let turn = try SigningKeyLock(path)
        let oldSigner = try requireSigner()
        let old = oldSigner.verifierKey
        let signer = try generate(for: ledger)
        try record(try replacement(of: oldSigner, by: signer.verifierKey, reason))
        try keep(path, as: "\(path).replaced-\(old.idText)")
        try write(Self.bytes(signer), to: path)
        if let note = try read(last) {
            try write(note, to: "\(last).replaced-\(old.idText)")
            unlink(last)
        }
        turn.end()
        return signer
    }

    private func replacement(
        of signer: NoteSigner,
        by new: VerifierKey,
        _ reason: String
    ) throws(OperationError) -> CustodyEvent {
        let old = signer.verifierKey
        let signature: String
        do { signature = try KeySuccession(from: old, to: new).signature(by: signer) } catch {
            throw damaged("\(error)")
        }
        return .signingKeyReplaced(old: "\(old)", new: "\(new)", reason: reason, signature: signature)
    }

    /// Gives a file a second name, under which it stays when another takes its place.
    private func keep(_ path: String, as name: String) throws(OperationError) {
        guard link(path, name) == 0 || errno == EEXIST else { throw failure(name, .system(errno)) }
    }

    /// Nil where there is no file; one that others may read is refused.
    private func read(_ path: String) throws(OperationError) -> [UInt8]? {
        do {
            let (bytes, isPrivate) = try SmallFile.read(path)
            if isPrivate { return bytes }
        } catch {
            if error == .missing { return nil }
            throw failure(path, error)
        }
        throw .keys(.signingKeyReadableByOthers(path: path))
    }

    private func write(_ bytes: [UInt8], to path: String) throws(OperationError) {
        try folder.requireOwn()
        do { try SmallFile.replace(path, with: bytes) } catch { throw failure(path, error) }
    }

    private func failure(_ path: String, _ fault: FileFault) -> OperationError {
        .keys(.signingKeyFile(path: path, fault))
    }

    private func damaged(_ why: String) -> OperationError {
        .keys(.signingKeyDamaged(path: path, why: why))
    }
}
