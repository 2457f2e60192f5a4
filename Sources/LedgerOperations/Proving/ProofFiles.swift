import Glibc
import LedgerDomain
import LedgerLog
import LedgerValues
import LedgerSystem

/// Reading and writing what is passed on: checkpoints and proofs, which are no secrets.
package enum ProofFiles {
    private static let largest = 2 << 20

    /// A file's bytes; `-` is standard input.
    package static func read(_ path: String) throws(OperationError) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, errno) }
        defer { if path != "-" { close(descriptor) } }
        return try contents(of: descriptor) { unreadable(path, $0) }
    }

    private static func contents(
        of descriptor: Int32,
        orFailure failure: (Int32) -> OperationError
    ) throws(OperationError) -> [UInt8] {
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

    static func note(_ path: String) throws(OperationError) -> SignedNote {
        let bytes = try read(path)
        do { return try SignedNote(bytes) } catch { throw invalid(path, error) }
    }

    /// A checkpoint that one of `keys` signed.
    static func checkpoint(_ path: String, signedBy keys: [VerifierKey]) throws(OperationError) -> Checkpoint {
        let note = try note(path)
        do { return try Checkpoint(note, verifiedBy: keys) } catch { throw invalid(path, error) }
    }

    /// Writes a file, whole or not at all.
    package static func write(_ bytes: [UInt8], to path: String) throws(OperationError) {
        let temporary = "\(path).new-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        do { try DurableFile.replace(path, with: bytes, mode: 0o644, temporary: temporary) } catch {
            throw unwritable(path, error.code)
        }
    }

    /// A file that does not prove what it should.
    static func invalid(_ path: String, _ error: some Error & CustomStringConvertible) -> OperationError {
        invalid(path, error.description, isUnknownKey: error.description == NoteError.unknownKeys.description)
    }

    static func invalid(_ path: String, _ why: String, isUnknownKey: Bool = false) -> OperationError {
        .proving(.invalid(path: path, why: why, isUnknownKey: isUnknownKey))
    }

    private static func unreadable(_ path: String, _ code: Int32) -> OperationError {
        .proving(.unreadable(path: path, code: code))
    }

    private static func unwritable(_ path: String, _ code: Int32) -> OperationError {
        .proving(.unwritable(path: path, code: code))
    }
}
