import Glibc
import LedgerDomain
import LedgerLog

/// The key that signs a ledger's checkpoints, in `keys/signing.key`, and beside it the last checkpoint that it signed.
struct SigningKeyFile {
    let key: PrivateFile
    private let last: PrivateFile

    init(ledger: String) {
        key = PrivateFile(path: "\(ledger)/keys/signing.key", code: "signingKey")
        last = PrivateFile(path: "\(ledger)/keys/last.checkpoint", code: "lastCheckpoint")
    }

    /// Whether this user may look; an auditor need not have the key.
    var isReadable: Bool { access(key.path, R_OK) == 0 }

    /// Makes a new key for a ledger; one that is there is refused.
    func create(for ledger: UniqueID) throws(Failure) -> NoteSigner {
        let signer: NoteSigner
        do { signer = try .generate(name: Checkpoint.origin(ofLedger: ledger)) } catch {
            throw damaged(error.description)
        }
        try key.makeFolder()
        guard try key.read() == nil else {
            throw Failure(
                .conflict,
                "exists",
                "\(key.path) is there already",
                hint: "stackledger keys show prints its public half"
            )
        }
        try key.write(Array("\(signer.privateText)\n".utf8), isNew: true)
        return signer
    }

    /// Nil where no key was made yet.
    func signer() throws(Failure) -> NoteSigner? {
        guard let bytes = try key.read() else { return nil }
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
        guard let bytes = try last.read() else { return nil }
        let note: SignedNote
        do { note = try SignedNote(bytes) } catch { throw ProofFiles.invalid(last.path, error.description) }
        do { return try Checkpoint(note, verifiedBy: [key]) } catch {
            throw ProofFiles.invalid(last.path, error.description)
        }
    }

    func keepLast(_ note: SignedNote) throws(Failure) {
        try last.write(note.bytes)
    }

    private func damaged(_ why: String) -> Failure {
        Failure(.unexpected, "signingKey", "\(key.path): \(why)", hint: "put the key back from where you keep a copy")
    }
}
