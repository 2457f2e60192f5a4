import Glibc
import LedgerDomain
import LedgerLog
import LedgerValues
import LedgerSystem

/// Reading and writing what is passed on: checkpoints and proofs, which are no secrets.
enum ProofFiles {
    private static let largest = 2 << 20

    /// A file's bytes; `-` is standard input.
    static func read(_ path: String) throws(Failure) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, errno) }
        defer { if path != "-" { close(descriptor) } }
        return try contents(of: descriptor) { unreadable(path, $0) }
    }

    private static func contents(
        of descriptor: Int32,
        orFailure failure: (Int32) -> Failure
    ) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(errno) }
            if count == 0 { return bytes }
            bytes += chunk.prefix(count)
            guard bytes.count <= largest else { throw failure(EFBIG) }
        }
    }

    static func note(_ path: String) throws(Failure) -> SignedNote {
        let bytes = try read(path)
        do { return try SignedNote(bytes) } catch { throw invalid(path, error.description) }
    }

    /// A checkpoint that one of `keys` signed.
    static func checkpoint(_ path: String, signedBy keys: [VerifierKey]) throws(Failure) -> Checkpoint {
        let note = try note(path)
        do { return try Checkpoint(note, verifiedBy: keys) } catch { throw invalid(path, error.description) }
    }

    /// Writes a file, whole or not at all.
    static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        do { try DurableFile.replace(path, with: bytes, mode: 0o644, temporary: "\(path).new-\(getpid())") } catch {
            throw unwritable(path, error.code)
        }
    }

    /// Something that was to be proved, and was not.
    static func invalid(_ path: String, _ why: String) -> Failure {
        Failure(
            .verificationFailed,
            "verification",
            "\(path): \(why)",
            hint: why == NoteError.unknownKeys.description
                ? "--key names the key that signed it; one that was replaced is in stackledger events --type ledger"
                : "it was changed, cut off, or is of another ledger: get it again from who made it",
            details: ["file": .string(path)]
        )
    }

    private static func unreadable(_ path: String, _ code: Int32) -> Failure {
        Failure(
            code == ENOENT ? .notFound : .unexpected,
            "file",
            "\(path): \(String(cString: strerror(code)))",
            hint: "name a file that can be read"
        )
    }

    private static func unwritable(_ path: String, _ code: Int32) -> Failure {
        Failure(
            .unexpected,
            "file",
            "\(path): \(String(cString: strerror(code)))",
            hint: "name a place that can be written"
        )
    }
}
