import ArgumentParser
import LedgerLog
import LedgerOperations

struct CheckpointCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Sign a checkpoint (200 bytes) to keep elsewhere.",
        discussion: """
            A C2SP tlog-checkpoint: the ledger's name, its number of events and the root of their Merkle tree, signed \
            with keys/signing.key. Kept where the ledger's keeper cannot change it, it proves later that nothing \
            before it was. What does not begin with the last one that was signed is not signed.

              stackledger keys generate
              stackledger checkpoint --out 2026-11.checkpoint
              stackledger verify --checkpoint 2026-11.checkpoint
            """
    )

    @Option(help: "Write it to this file instead of printing it.", completion: .file())
    var out: String?

    @OptionGroup var ledger: LedgerOptions

    func run() throws {
        let ledger = try ledger.open(for: .reading)
        if let out { try OutputPlace(ledger: ledger.directory).require(out) }
        let signer = try CheckpointSigner(ledger)
        let note = try signer.sign(size: signer.log.head.size)
        guard let out else { return StandardOutput.write(note.bytes) }
        try ProofFiles.write(note.bytes, to: out)
        StandardError.note("Signed \(signer.log.head.size) events; the checkpoint is in \(out).")
    }
}
