import Glibc
import LedgerDomain
package import LedgerLog
import LedgerValues

/// Checks proofs without a ledger: all that is believed is the keys, and an older checkpoint.
package struct ProofCheck {
    private let path: String
    private let checkpoints: [String]
    private let keys: [VerifierKey]

    /// What was proved.
    package enum Finding {
        case events([ProvenEvent])
        case growth(from: Checkpoint, to: Checkpoint)
    }

    /// An event, and the checkpoint of the log that it is in.
    package struct ProvenEvent {
        package let position: Int
        package let record: Record
        package let checkpoint: Checkpoint
    }

    package init(path: String, checkpoints: [String], keys: [VerifierKey]) {
        (self.path, self.checkpoints, self.keys) = (path, checkpoints, keys)
    }

    package func run() throws(OperationError) -> Finding {
        let files = try files()
        if files.count == 1, let only = files.first, try ProofFiles.read(only).starts(with: "old ".utf8) {
            return try checkGrowth(only)
        }
        return .events(try files.map { file throws(OperationError) in try checkEvent(file) })
    }

    /// The file, or the proofs in the folder.
    private func files() throws(OperationError) -> [String] {
        guard let folder = opendir(path) else { return [path] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(withUnsafePointer(to: &entry.pointee.d_name.0) { String(cString: $0) })
        }
        let proofs = names.filter { $0.hasSuffix(".tlog-proof") }
        guard !proofs.isEmpty else {
            throw .missing(.proofs(folder: path))
        }
        return proofs.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }.map { "\(path)/\($0)" }
    }

    private func checkEvent(_ file: String) throws(OperationError) -> ProvenEvent {
        let bytes = try ProofFiles.read(file)
        let proof: EventProof, checkpoint: Checkpoint
        do {
            proof = try EventProof(bytes)
            checkpoint = try proof.check(record: proof.extra, keys: keys)
        } catch { throw ProofFiles.invalid(file, error) }
        try compare(checkpoint, file)
        do {
            return ProvenEvent(position: proof.index + 1, record: try Record(proof.extra), checkpoint: checkpoint)
        } catch { throw ProofFiles.invalid(file, error) }
    }

    /// A checkpoint of the same log and size must say the same.
    private func compare(_ checkpoint: Checkpoint, _ file: String) throws(OperationError) {
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

    private func checkGrowth(_ file: String) throws(OperationError) -> Finding {
        guard checkpoints.count == 1, let path = checkpoints.first else {
            throw .input(.growthNeedsCheckpoint(path: file))
        }
        let old = try ProofFiles.checkpoint(path, signedBy: keys)
        let bytes = try ProofFiles.read(file)
        do { return .growth(from: old, to: try ConsistencyProofFile(bytes).check(against: old, keys: keys)) } catch {
            throw ProofFiles.invalid(file, error)
        }
    }
}
