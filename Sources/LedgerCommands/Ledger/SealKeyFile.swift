import Glibc
import LedgerDomain
import LedgerLog
import LedgerSystem
import LedgerValues

/// `keys/seal.key` in a ledger's directory: its sealing keys, the oldest first, for its owner alone.
struct SealKeyFile {
    private let directory: String
    var path: String { "\(directory)/seal.key" }

    init(ledger: String) {
        directory = "\(ledger)/keys"
    }

    var exists: Bool { access(path, F_OK) == 0 }

    /// Makes a file with a new key; one that is there is left.
    func create() throws(Failure) {
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST else { throw failure(.system(errno)) }
        guard !exists else { return }
        try replace(with: Self.newKey)
    }

    func contents() throws(SealingError) -> String {
        let (bytes, isPrivate): ([UInt8], Bool)
        do { (bytes, isPrivate) = try SmallFile.read(path) } catch {
            throw error == .missing ? .noKey(.file(path)) : .unreadable(.file(path), reason: error.reason)
        }
        guard isPrivate else { throw .readableByOthers(path: path) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Puts a new key behind those that are there.
    func addKey() throws(Failure) {
        let text: String
        do { text = try contents() } catch { throw Failure(error) }
        guard SealingKeyRing(text: text) != nil else { throw Failure(.malformed(.file(path))) }
        try replace(with: (text.hasSuffix("\n") ? text : text + "\n") + Self.newKey)
    }

    /// Erases the keys, and what an interrupted rotation may have left.
    func erase() throws(Failure) {
        for file in ["\(path).new", path] {
            do { try SmallFile.erase(file) } catch { throw failure(error) }
        }
    }

    private static var newKey: String { SealingKey.generate().hex + "\n" }

    private func replace(with text: String) throws(Failure) {
        do { try SmallFile.replace(path, with: Array(text.utf8)) } catch { throw failure(error) }
    }

    private func failure(_ fault: FileFault) -> Failure {
        Failure(
            .unexpected,
            "sealingKey",
            "\(path): \(fault.reason)",
            hint: fault.hint
        )
    }
}

extension SealKeyFile {
    /// Does something while no other process changes the keys.
    func locked<Value>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST else { throw failure(.system(errno)) }
        let lock = try lock()
        defer { lock.release() }
        return try body()
    }

    private func lock() throws(Failure) -> FileLock {
        do { return try .acquired(on: .directory, directory) } catch { throw failure(FileFault(error.code)) }
    }
}
