import LedgerDomain
import LedgerLog
import LedgerValues

/// Signs what the log is, and never two things that do not fit together.
///
/// What it signed last is kept beside the key, durable before the signature is given away. Should the log not begin with
/// that any more (a restored older backup, a log that was cut or rewritten) nothing is signed. There is one at a time: a
/// second waits until the first is gone.
final class CheckpointSigner {
    static let lastName = "the last checkpoint that was signed here"
    static let replacementHint =
        "this key signs nothing else; where a loss was accepted: stackledger keys generate --replace -m WHY"

    /// As it was when this signer's turn came.
    let log: ProvenLog
    private let file: SigningKeyFile
    private let signer: NoteSigner
    private let last: Checkpoint?
    private let turn: SigningKeyLock

    init(directory: String) throws(Failure) {
        file = SigningKeyFile(ledger: directory)
        _ = try file.requireSigner()
        turn = try SigningKeyLock(file.path)
        signer = try file.requireSigner()
        log = try ProvenLog(directory)
        last = try file.lastCheckpoint(by: signer.verifierKey)
        try requireOwnKey()
        try requireGrowth()
    }

    var verifierKey: VerifierKey { signer.verifierKey }

    /// A checkpoint of the first `size` events.
    func sign(size: Int) throws(Failure) -> SignedNote {
        let checkpoint = Checkpoint(origin: log.origin, size: size, root: try log.root(at: size))
        let note: SignedNote
        do { note = try SignedNote(text: checkpoint.text, signedBy: signer) } catch {
            throw Failure(.unexpected, "note", error.description, hint: "report this")
        }
        if size >= last?.size ?? 0 { try file.keepLast(note) }
        return note
    }

    private func requireOwnKey() throws(Failure) {
        guard !signer.verifierKey.name.utf8.elementsEqual(log.origin.utf8) else { return }
        throw Failure(
            .verificationFailed,
            "signingKey",
            "\(file.path) is the key of '\(signer.verifierKey.name)', this ledger is '\(log.origin)'",
            hint: "put this ledger's own key there"
        )
    }

    /// That the log begins with what was signed last.
    private func requireGrowth() throws(Failure) {
        guard let last else { return }
        do { try log.require(last, named: Self.lastName) } catch {
            var failure = error
            failure.hint = Self.replacementHint
            throw failure
        }
    }
}
