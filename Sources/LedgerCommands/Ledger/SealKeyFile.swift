import Glibc
import LedgerDomain
import LedgerLog

/// Where the sealing key comes from: `STACKLEDGER_SEAL_KEY`, else `keys/seal.key` in the ledger's directory; 64
/// hexadecimal digits.
struct SealKeyFile {
    private let directory: String

    init(ledger: String) {
        directory = "\(ledger)/keys"
    }

    private var path: String { "\(directory)/seal.key" }

    /// Makes a new key, readable by its owner alone; one that is there is left.
    func create() throws(Failure) {
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST else { throw failure(errno) }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor < 0, errno == EEXIST { return }
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        let text = Array((SealingKey.generate().hex + "\n").utf8)
        guard write(descriptor, text, text.count) == text.count, fsync(descriptor) == 0 else { throw failure(errno) }
    }

    func key() throws(Failure) -> SealingKey {
        let given = Environment["STACKLEDGER_SEAL_KEY"]
        let text = if let given { given } else { try contents() }
        guard let key = [UInt8](hex: text.filter { !$0.isWhitespace }).flatMap({ SealingKey(bytes: $0) }) else {
            throw Failure(
                .unexpected,
                "sealingKey",
                "\(given != nil ? "STACKLEDGER_SEAL_KEY" : path): not a sealing key",
                hint: "a sealing key is 64 hexadecimal digits"
            )
        }
        return key
    }

    private func contents() throws(Failure) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Failure(
                .unexpected,
                "sealingKey",
                "\(path): \(String(cString: strerror(errno)))",
                hint: "put the ledger's sealing key back, or give it as STACKLEDGER_SEAL_KEY"
            )
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & 0o077 == 0 else {
            throw Failure(.unexpected, "sealingKey", "\(path): others may read it", hint: "chmod 600 it")
        }
        return withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { buffer in
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        }
    }

    private func failure(_ code: Int32) -> Failure {
        Failure(
            .unexpected,
            "sealingKey",
            "\(path): \(String(cString: strerror(code)))",
            hint: "check the directory's owner and mode"
        )
    }
}
