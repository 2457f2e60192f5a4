import LedgerDomain
package import LedgerLog
import LedgerValues

/// Signs what the log is, and never two things that do not fit together.
///
/// What it signed last is kept beside the key, durable before the signature is given away. Should the log not begin with
/// that any more (a restored older backup, a log that was cut or rewritten) nothing is signed. There is one at a time: a
/// second waits until the first is gone.
package final class CheckpointSigner {
    package static let lastName = "the last checkpoint that was signed here"

    /// As it was when this signer's turn came.
    package let log: ProvenLog
    private let file: SigningKeyFile
    private let signer: NoteSigner
    private let last: Checkpoint?
    private let turn: SigningKeyLock

    package init(_ ledger: Ledger) throws(OperationError) {
        file = SigningKeyFile(ledger: ledger.directory)
        _ = try file.requireSigner()
        turn = try SigningKeyLock(file.path)
        signer = try file.requireSigner()
        log = try ProvenLog(ledger)
        last = try file.lastCheckpoint(by: signer.verifierKey)
        try requireOwnKey()
        try requireGrowth()
    }

    var verifierKey: VerifierKey { signer.verifierKey }

    /// A checkpoint of the first `size` events.
    package func sign(size: Int) throws(OperationError) -> SignedNote {
        let checkpoint = Checkpoint(origin: log.origin, size: size, root: try log.root(at: size))
        let note: SignedNote
        do { note = try SignedNote(text: checkpoint.text, signedBy: signer) } catch {
            throw .proving(.unsignable(why: error.description))
        }
        if size >= last?.size ?? 0 { try file.keepLast(note) }
        return note
    }

    private func requireOwnKey() throws(OperationError) {
        guard !signer.verifierKey.name.utf8.elementsEqual(log.origin.utf8) else { return }
        throw .keys(
            .foreignSigningKey(path: file.path, name: signer.verifierKey.name, origin: log.origin)
        )
    }

    /// That the log begins with what was signed last.
    private func requireGrowth() throws(OperationError) {
        guard let last else { return }
        do { try log.require(last, named: Self.lastName) } catch {
            throw .proving(.doesNotContinue(error))
        }
    }
}
