import ArgumentParser
import Glibc
import LedgerDomain
import LedgerLog
import LedgerViews
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

    func validate() throws {
        guard reference.count == 1 || consistency && reference.count == 2 else {
            throw ValidationError(consistency ? "--consistency takes FROM and TO." : "Name one event or deployment.")
        }
        if consistency, checkpoint != nil { throw ValidationError("With --consistency write the checkpoint as TO.") }
    }

    func run() throws {
        let directory = try ledger.directory()
        if consistency {
            let proof = try GrowthProof(directory, from: reference[0], to: reference.dropFirst().first)
            try write(proof.file.bytes, "from \(proof.file.old) to \(proof.newSize) events")
        } else {
            try proveEvents(of: directory)
        }
    }

    private func proveEvents(of directory: String) throws {
        // The views are brought up to date first, as they hold the tree.
        let subject = try ProofSubject(reference[0], try Asking(ledger))
        let proofs = try EventProofs(directory, against: checkpoint)
        switch subject {
        case .event(let position): try write(try proofs.proof(of: position).bytes, "#\(position)")
        case .deployment(let name, let positions):
            try write(try positions.map { ($0, try proofs.proof(of: $0)) }, of: name)
        }
    }

    private func write(_ bytes: [UInt8], _ what: String) throws(Failure) {
        guard let out else { return StandardOutput.write(bytes) }
        try OutputPlace(ledger: try ledger.directory()).require(out)
        try ProofFiles.write(bytes, to: out)
        StandardError.note("Proved \(what) in \(out).")
    }

    private func write(_ proofs: [(Int, EventProof)], of name: String) throws(Failure) {
        guard let out else {
            throw .usage("\(name) has \(proofs.count) events, each with a proof", hint: "--out names a folder for them")
        }
        try OutputPlace(ledger: try ledger.directory()).require(out)
        guard mkdir(out, 0o755) == 0 || errno == EEXIST else {
            throw Failure(
                .unexpected,
                "file",
                "\(out): \(String(cString: strerror(errno)))",
                hint: "name another folder"
            )
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

/// What is to be proved.
enum ProofSubject {
    case event(Int)
    case deployment(String, positions: [Int])

    init(_ text: String, _ asking: Asking) throws(Failure) {
        let reference = try Reference(text, now: asking.now)
        switch reference {
        case .event(let position): self = .event(position)
        case .id(let id):
            let row = try asking.rows(.eventByID, ["id": .text(id.description)]).rows.first
            if let position = row?.integer("position") {
                self = .event(position)
            } else {
                self = try Self.deployment(try asking.deployment(reference, named: text), asking)
            }
        case .stage, .version, .back, .time, .revision, .digest, .commit:
            self = try Self.deployment(try asking.deployment(reference, named: text), asking)
        }
    }

    /// All events that share the deployment's correlation id.
    private static func deployment(_ row: Row, _ asking: Asking) throws(Failure) -> ProofSubject {
        let parameters: [String: Cell] = [
            "correlation": Cell(row.text("correlation_id")), "after": .integer(0), "subject": .null, "type": .null,
            "actor": .null, "since": .null, "until": .null,
        ]
        let events = try asking.rows(.events, parameters.limited(to: -1)).rows
        return .deployment(row.deploymentName, positions: events.compactMap { $0.integer("position") })
    }
}
