import LedgerSystem

/// The turn of one who signs with a ledger's key, or replaces it: the key file itself is the lock.
struct SigningKeyLock: ~Copyable {
    private let lock: FileLock

    /// Waits until nobody else has it.
    init(_ path: String) throws(OperationError) {
        while true {
            let candidate = try Self.locked(path)
            // A key that was replaced meanwhile is not the one to wait for.
            if candidate.isInPlace {
                lock = candidate
                return
            }
        }
    }

    /// Lets the next one go on.
    consuming func end() {}

    private static func locked(_ path: String) throws(OperationError) -> FileLock {
        do { return try .acquired(on: .existingFile, path) } catch {
            throw .keys(.signingKeyFile(path: path, FileFault(error.code)))
        }
    }
}
