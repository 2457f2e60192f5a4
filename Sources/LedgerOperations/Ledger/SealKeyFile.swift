import Glibc
package import LedgerLog
import LedgerSystem
import LedgerValues

/// `keys/seal.key` in a ledger's directory: its sealing keys, the oldest first, for its owner alone.
package struct SealKeyFile: Sendable {
    private let ledger, directory: String
    package var path: String { "\(directory)/seal.key" }

    package init(ledger: String) {
        self.ledger = ledger
        directory = "\(ledger)/keys"
    }

    /// The file that a ledger's keys come from.
    ///
    /// - Throws: When they come from elsewhere: a change of the file would change nothing.
    package static func inUse(ledger: String) throws(OperationError) -> SealKeyFile {
        let origin = SealKeys(ledger: ledger).origin
        switch origin {
        case .file: return SealKeyFile(ledger: ledger)
        case .variable, .command: throw .keys(.sealingKeyElsewhere(origin))
        }
    }

    package var exists: Bool { DurableFile.exists(path) }

    /// Creates the file with a new key; an existing file is left alone.
    package func create() throws(OperationError) {
        try makeDirectory()
        guard !exists else { return }
        try replace(with: Self.newKey)
    }

    package func contents() throws(SealingError) -> String {
        let (bytes, isPrivate): ([UInt8], Bool)
        do { (bytes, isPrivate) = try SmallFile.read(path) } catch {
            throw error == .missing ? .noKey(.file(path)) : .unreadable(.file(path), reason: error.reason)
        }
        guard isPrivate else { throw .readableByOthers(path: path) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Adds a key after those in the file, or `isNew` the first one.
    package func addKey(isNew: Bool) throws(OperationError) {
        switch (exists, isNew) {
        case (true, false): try append()
        case (false, true): try create()
        case (true, true): throw .keys(.sealingKeyExists(path: path))
        case (false, false): throw .sealing(.noKey(.file(path)))
        }
    }

    private func append() throws(OperationError) {
        let text: String
        do { text = try contents() } catch { throw .sealing(error) }
        guard SealingKeyRing(text: text) != nil else { throw .sealing(.malformed(.file(path))) }
        try replace(with: (text.hasSuffix("\n") ? text : text + "\n") + Self.newKey)
    }

    /// Erases the keys, and what an interrupted rotation may have left.
    package func erase() throws(OperationError) {
        for file in ["\(path).new", path] {
            do { try SmallFile.erase(file) } catch { throw failure(error) }
        }
    }

    private static var newKey: String { SealingKey.generate().hex + "\n" }

    /// The older keys stay in one place only, so that destroying them leaves no copy.
    private func replace(with text: String) throws(OperationError) {
        do { try SmallFile.replace(path, with: Array(text.utf8), erasingOld: true) } catch { throw failure(error) }
    }

    /// Nothing is written beside what others may have written.
    func requireOwn() throws(OperationError) { try LedgerDirectory(ledger).requireOwn() }

    private func makeDirectory() throws(OperationError) {
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST else { throw failure(.system(errno)) }
    }

    private func failure(_ fault: FileFault) -> OperationError {
        .keys(.sealingKeyFile(path: path, fault))
    }
}

extension SealKeyFile {
    /// Does something while no other process changes the keys.
    package func locked<Value>(_ body: () throws(OperationError) -> Value) throws(OperationError) -> Value {
        try requireOwn()
        try makeDirectory()
        let lock = try lock()
        defer { lock.release() }
        return try body()
    }

    private func lock() throws(OperationError) -> FileLock {
        do { return try .acquired(on: .directory, directory) } catch { throw failure(FileFault(error.code)) }
    }
}
