import Glibc

/// The turn of one who signs with a ledger's key, or replaces it: the key file itself is the lock.
struct SigningKeyLock: ~Copyable {
    private let descriptor: Int32

    /// Waits until nobody else has it.
    init(_ path: String) throws(Failure) {
        while true {
            let candidate = try Self.locked(path)
            // A key that was replaced meanwhile is not the one to wait for.
            if Self.isSame(candidate, path) {
                descriptor = candidate
                return
            }
            close(candidate)
        }
    }

    deinit { close(descriptor) }

    /// Lets the next one go on.
    consuming func end() {}

    private static func isSame(_ descriptor: Int32, _ path: String) -> Bool {
        var locked = stat(), named = stat()
        guard fstat(descriptor, &locked) == 0, stat(path, &named) == 0 else { return false }
        return locked.st_dev == named.st_dev && locked.st_ino == named.st_ino
    }

    private static func locked(_ path: String) throws(Failure) -> Int32 {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        while descriptor >= 0 {
            if flock(descriptor, LOCK_EX) == 0 { return descriptor }
            if errno != EINTR { break }
        }
        throw Failure(.unexpected, "signingKey", "\(path): \(String(cString: strerror(errno)))", hint: "repeat")
    }
}
