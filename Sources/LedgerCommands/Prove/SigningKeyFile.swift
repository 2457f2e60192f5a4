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

    private func generate(for ledger: UniqueID) throws(Failure) -> NoteSigner {
        do { return try .generate(name: Checkpoint.origin(ofLedger: ledger)) } catch {
            throw damaged(error.description)
        }
    }

    /// Makes a new key for a ledger; one that is there is refused.
    func create(for ledger: UniqueID) throws(Failure) -> NoteSigner {
        let signer = try generate(for: ledger)
        try key.makeFolder()
        guard try key.read() == nil else {
            throw Failure(
                .conflict,
                "exists",
                "\(key.path) is there already",
                hint: "stackledger keys show prints its public half"
            )
        }
        try key.write(Self.bytes(signer), isNew: true)
        return signer
    }

    private static func bytes(_ signer: NoteSigner) -> [UInt8] {
        Array("\(signer.privateText)\n".utf8)
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

    /// Puts a new key in the place of the one that is there, which is kept beside it with what it signed last.
    ///
    /// `record` makes it known first: a new key that nobody was told of would be worse than one that is never used. At
    /// every moment the key that is there goes with no other key's last checkpoint, or it does not sign.
    func replace(
        for ledger: UniqueID,
        record: (_ old: VerifierKey, _ new: VerifierKey) throws(Failure) -> Void
    ) throws(Failure) -> NoteSigner {
        _ = try requireSigner()
        let turn = try SigningKeyLock(key.path)
        let old = try requireSigner().verifierKey
        let signer = try generate(for: ledger)
        try record(old, signer.verifierKey)
        try key.keep(as: "\(key.path).replaced-\(old.idText)")
        try key.write(Self.bytes(signer))
        if try last.read() != nil { try last.move(to: "\(last.path).replaced-\(old.idText)") }
        turn.end()
        return signer
    }

    private func damaged(_ why: String) -> Failure {
        Failure(.unexpected, "signingKey", "\(key.path): \(why)", hint: "put the key back from where you keep a copy")
    }
}
