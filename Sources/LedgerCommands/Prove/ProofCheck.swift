import Glibc
import LedgerDomain
import LedgerLog
import LedgerValues

/// Checks proofs without a ledger: all that is believed is the keys, and an older checkpoint.
struct ProofCheck {
    let path: String
    let checkpoints: [String]
    let keys: [VerifierKey]

    func run(printing format: OutputFormat) throws(Failure) {
        let files = try files()
        if files.count == 1, let only = files.first, try ProofFiles.read(only).starts(with: "old ".utf8) {
            try checkGrowth(only, format)
        } else {
            try checkEvents(files, format)
        }
    }

    /// The file, or the proofs in the folder.
    private func files() throws(Failure) -> [String] {
        guard let folder = opendir(path) else { return [path] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(withUnsafePointer(to: &entry.pointee.d_name.0) { String(cString: $0) })
        }
        let proofs = names.filter { $0.hasSuffix(".tlog-proof") }
        guard !proofs.isEmpty else {
            throw .notFound("\(path) has no file *.tlog-proof", hint: "stackledger prove --out writes some")
        }
        return proofs.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }.map { "\(path)/\($0)" }
    }

    private func checkEvents(_ files: [String], _ format: OutputFormat) throws(Failure) {
        var listing = Listing(
            columns: ["position", "id", "type", "subject", "time", "actor", "origin", "size", "root"],
            rows: []
        )
        for file in files { listing.rows.append(try checkEvent(file)) }
        listing.print(as: format) {
            listing.rows.map { row in
                let text = row.map { $0.string ?? CanonicalJSON.text($0) }
                return
                    "\(Ink.good.painting("proved")) #\(text[0]) \(text[2]) of \(text[3]), \(text[4]), by \(text[5]); "
                    + "one of the \(text[7]) events of \(text[6])"
            }
            .map(\.escapingControls).joined(separator: "\n")
        }
    }

    private func checkEvent(_ file: String) throws(Failure) -> [JSONValue] {
        let bytes = try ProofFiles.read(file)
        let proof: EventProof, checkpoint: Checkpoint
        do {
            proof = try EventProof(bytes)
            checkpoint = try proof.check(record: proof.extra, keys: keys)
        } catch { throw ProofFiles.invalid(file, error.description) }
        try compare(checkpoint, file)
        let record: Record
        do { record = try Record(proof.extra) } catch { throw ProofFiles.invalid(file, error.description) }
        return [
            (proof.index + 1).json, .string(record.id.description), .string(record.type), .string(record.subject),
            .string(record.time.description), .string(record.actor), .string(checkpoint.origin),
            checkpoint.size.json, .string(checkpoint.root.description),
        ]
    }

    /// A checkpoint of the same log and size must say the same.
    private func compare(_ checkpoint: Checkpoint, _ file: String) throws(Failure) {
        for path in checkpoints {
            let other = try ProofFiles.checkpoint(path, signedBy: keys)
            guard other.isOf(origin: checkpoint.origin) else {
                throw ProofFiles.invalid(file, "it is of '\(checkpoint.origin)', \(path) of '\(other.origin)'")
            }
            guard other.size != checkpoint.size || other.root == checkpoint.root else {
                throw ProofFiles.invalid(file, "its checkpoint and \(path) say two things of the same events")
            }
        }
    }

    private func checkGrowth(_ file: String, _ format: OutputFormat) throws(Failure) {
        guard checkpoints.count == 1, let path = checkpoints.first else {
            throw .usage("\(file) proves growth from an older checkpoint", hint: "--checkpoint names that one")
        }
        let old = try ProofFiles.checkpoint(path, signedBy: keys)
        let bytes = try ProofFiles.read(file)
        let new: Checkpoint
        do { new = try ConsistencyProofFile(bytes).check(against: old, keys: keys) } catch {
            throw ProofFiles.invalid(file, error.description)
        }
        let row: [JSONValue] = [.string(new.origin), old.size.json, new.size.json, .string(new.root.description)]
        Listing(columns: ["origin", "from", "to", "root"], rows: [row]).print(as: format) {
            "\(Ink.good.painting("proved")) \(new.origin) grew from \(old.size) to \(new.size) events; "
                + "nothing before was changed"
        }
    }
}
