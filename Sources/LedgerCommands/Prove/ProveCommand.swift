import ArgumentParser
import Glibc
import LedgerLog
import LedgerOperations
import LedgerValues

struct ProveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Write a proof of an event, of a deployment, or that the ledger only grew.",
        discussion: """
            The proof of an event (C2SP tlog-proof) has the event itself and a signed checkpoint with it: whoever has \
            the ledger's public key can check it without the ledger, and without this program. Of a deployment every \
            event is proved, each in a file of a folder.

            The proof of consistency from an older checkpoint or size to a newer one has the form of C2SP \
            tlog-witness's add-checkpoint.

              stackledger prove '#1234' --out 1234.tlog-proof
              stackledger prove shop/prod@v7 --out v7
              stackledger prove --consistency 2026-01.checkpoint 2026-11.checkpoint --out growth.proof
              stackledger verify --proof 1234.tlog-proof --key "$(stackledger keys show)"
            """
    )

    @Argument(help: "An event (#1234 or its id) or a deployment; with --consistency two sizes or checkpoint files.")
    var reference: [String]

    @Flag(help: "Prove that the first of two sizes or checkpoints is a beginning of the second, or of all there is.")
    var consistency = false

    @Option(help: "Prove against this signed checkpoint rather than sign a new one.", completion: .file())
    var checkpoint: String?

    @Option(help: "The file to write, for a deployment the folder; by default an event's proof is printed.")
    var out: String?

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        guard reference.count == 1 || consistency && reference.count == 2 else {
            throw consistency ? Failure.usage(.notOneGrowth) : Failure.usage(.notOneProof)
        }
        if consistency, checkpoint != nil { throw Failure.usage(.checkpointOfGrowth) }
        let ledger = try ledger.open(for: .reading)
        if consistency {
            let proof = try GrowthProof(ledger, from: reference[0], to: reference.dropFirst().first)
            try write(proof.file.bytes, "from \(proof.file.old) to \(proof.newSize) events")
        } else {
            try proveEvents(of: ledger)
        }
    }

    private func proveEvents(of ledger: Ledger) throws {
        // The views are brought up to date first, as they hold the tree.
        let subject = try ProofSubject(reference[0], try ledger.views())
        let proofs = try EventProofs(ledger, against: checkpoint)
        switch subject {
        case .event(let position): try write(try proofs.proof(of: position).bytes, "#\(position)")
        case .deployment(let name, let positions):
            try write(try positions.map { ($0, try proofs.proof(of: $0)) }, of: name)
        }
    }

    private func write(_ bytes: [UInt8], _ what: String) throws {
        guard let out else { return StandardOutput.write(bytes) }
        try OutputPlace(ledger: try ledger.directory()).require(out)
        try ProofFiles.write(bytes, to: out)
        StandardError.note("Proved \(what) in \(out).")
    }

    private func write(_ proofs: [(Int, EventProof)], of name: String) throws {
        guard let out else {
            throw Failure.usage(.folderMissing(name, proofs: proofs.count))
        }
        try OutputPlace(ledger: try ledger.directory()).require(out)
        guard mkdir(out, 0o755) == 0 || errno == EEXIST else {
            throw OperationError.proving(.unwritable(path: out, code: errno))
        }
        var listing = Listing(columns: ["position", "file"], rows: [])
        for (position, proof) in proofs {
            let path = "\(out)/\(position).tlog-proof"
            try ProofFiles.write(proof.bytes, to: path)
            listing.rows.append([position.json, .string(path)])
        }
        listing.print(as: output.format) { "Proved the \(proofs.count) events of \(name) in \(out)." }
    }
}
