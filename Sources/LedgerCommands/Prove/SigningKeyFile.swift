import Glibc
import LedgerDomain
import LedgerLog

/// The key that signs a ledger's checkpoints, in `keys/signing.key`, and beside it the last checkpoint that it signed.
struct SigningKeyFile {
    let path: String
    private let last: String
    private let folder: SealKeyFile

    init(ledger: String) {
        path = "\(ledger)/keys/signing.key"
        last = "\(ledger)/keys/last.checkpoint"
        folder = SealKeyFile(ledger: ledger)
    }

    /// Whether this user may look; an auditor need not have the key.
    var isReadable: Bool { access(path, R_OK) == 0 }

    /// Makes a new key for a ledger; one that is there is refused.
    func create(for ledger: UniqueID) throws(Failure) -> NoteSigner {
        let signer: NoteSigner
        do { signer = try .generate(name: Checkpoint.origin(ofLedger: ledger)) } catch {
            throw damaged(error.description)
        }
        try folder.locked { () throws(Failure) in
            guard try read(path) == nil else {
                throw Failure(
                    .conflict,
                    "exists",
                    "\(path) is there already",
                    hint: "stackledger keys show prints its public half"
                )
            }
            try write(Array("\(signer.privateText)\n".utf8), to: path)
        }
        return signer
    }

    /// Nil where no key was made yet.
    func signer() throws(Failure) -> NoteSigner? {
        guard let bytes = try read(path) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard text.count == 1, let line = text.first else { throw damaged("not one key") }
        do { return try NoteSigner(String(line)) } catch { throw damaged(error.description) }
    }

    func requireSigner() throws(Failure) -> NoteSigner {
        if let signer = try signer() { return signer }
        throw Failure(
            .notFound,
            "noSigningKey",
            "this ledger has no signing key",
            hint: "stackledger keys generate makes one"
        )
    }

    /// The last checkpoint that the key signed; nil before the first.
    func lastCheckpoint(by key: VerifierKey) throws(Failure) -> Checkpoint? {
        guard let bytes = try read(last) else { return nil }
        let note: SignedNote
        do { note = try SignedNote(bytes) } catch { throw ProofFiles.invalid(last, error.description) }
        do { return try Checkpoint(note, verifiedBy: [key]) } catch {
            throw ProofFiles.invalid(last, error.description)
        }
    }

    func keepLast(_ note: SignedNote) throws(Failure) {
        try write(note.bytes, to: last)
    }

    /// Nil where there is no file; one that others may read is refused.
    private func read(_ path: String) throws(Failure) -> [UInt8]? {
        do {
            let (bytes, isPrivate) = try SmallFile.read(path)
            if isPrivate { return bytes }
        } catch {
            if error == .missing { return nil }
            throw failure(path, error)
        }
        throw Failure(.unexpected, "signingKey", "\(path): others may read it", hint: "chmod 600 \(path)")
    }

    private func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        do { try SmallFile.replace(path, with: bytes) } catch { throw failure(path, error) }
    }

    private func failure(_ path: String, _ fault: FileFault) -> Failure {
        Failure(.unexpected, "signingKey", "\(path): \(fault.reason)", hint: "check the folder's owner and mode")
    }

    private func damaged(_ why: String) -> Failure {
        Failure(.unexpected, "signingKey", "\(path): \(why)", hint: "put the key back from where you keep a copy")
    }
}
