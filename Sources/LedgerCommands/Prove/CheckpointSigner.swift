import Glibc
import LedgerDomain
import LedgerLog

/// Signs what the log is, and never two things that do not fit together.
///
/// What it signed last is kept beside the key, durable before the signature is given away. Should the log not begin with
/// that any more (a restored older backup, a log that was cut or rewritten) nothing is signed. There is one at a time: a
/// second waits until the first is gone.
final class CheckpointSigner {
    /// As it was when this signer's turn came.
    let log: ProvenLog
    private let file: SigningKeyFile
    private let signer: NoteSigner
    private let last: Checkpoint?
    private let lock: Int32

    init(directory: String) throws(Failure) {
        file = SigningKeyFile(ledger: directory)
        signer = try file.requireSigner()
        lock = try Self.lock(file.path)
        log = try ProvenLog(directory)
        last = try file.lastCheckpoint(by: signer.verifierKey)
        try requireOwnKey()
        if let last { try log.require(last, named: "the last checkpoint that was signed here") }
    }

    deinit { close(lock) }

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

    /// The key file itself is the lock; closing it lets go.
    private static func lock(_ path: String) throws(Failure) -> Int32 {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        while descriptor >= 0 {
            if flock(descriptor, LOCK_EX) == 0 { return descriptor }
            if errno != EINTR { break }
        }
        throw Failure(.unexpected, "signingKey", "\(path): \(String(cString: strerror(errno)))", hint: "repeat")
    }
}
