package import LedgerDomain
package import LedgerLog
internal import LedgerSystem
internal import Synchronization

internal import Glibc
import LedgerValues

/// Leases as locked files in the folder `leases` of a directory ledger.
///
/// The system releases a lock when its process dies, so leases need no timeout and the next holder starts at once. Each
/// file is named by a hash of the stage's name, which can be any text in a log from elsewhere.
package struct DirectoryLeases: StageLeases {
    private let folder: String

    package init(ledger directory: String) {
        folder = "\(directory)/leases"
    }

    package func acquire(_ stage: StageID, as worker: String) throws(LeaseError) -> any StageLease {
        let name = SHA256Hash(of: Array(stage.description.utf8)).description.prefix(32)
        let path = "\(folder)/\(name)"
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw .storage(path: folder, code: errno) }
        let lock = try Self.locked(path)
        let text = LeaseText(epoch: (LeaseText(of: lock.descriptor)?.epoch ?? 0) + 1, worker: worker)
        guard text.write(to: lock.descriptor) else { throw .storage(path: path, code: errno) }
        return DirectoryLease(lock, epoch: text.epoch)
    }

    private static func locked(_ path: String) throws(LeaseError) -> FileLock {
        let holder: String
        do throws(SystemError) {
            let lock = try FileLock(.file, path)
            if try lock.acquireIfFree() { return lock }
            holder = self.holder(of: lock.descriptor)
        } catch { throw .storage(path: path, code: error.code) }
        throw .held(by: holder)
    }

    /// Retries: a new holder writes its name shortly after it takes the lock.
    private static func holder(of descriptor: Int32) -> String {
        for _ in 0..<10 {
            if let worker = LeaseText(of: descriptor)?.worker, !worker.isEmpty { return worker }
            usleep(5_000)
        }
        return "another process"
    }
}

/// A locked file; closed when it is released or deinitialized.
private final class DirectoryLease: StageLease {
    let epoch: Int
    private let lock: FileLock
    private let isHeld = Mutex(true)

    init(_ lock: consuming FileLock, epoch: Int) {
        self.lock = lock
        self.epoch = epoch
    }

    func name(_ holder: String) {
        isHeld.withLock { isHeld in
            guard isHeld else { return }
            _ = LeaseText(epoch: epoch, worker: holder).write(to: lock.descriptor, durably: false)
        }
    }

    func release() {
        isHeld.withLock { isHeld in
            guard isHeld else { return }
            isHeld = false
            // Clear the name, or others would see it while the next holder has the lock but has not written its own.
            _ = LeaseText(epoch: epoch, worker: "").write(to: lock.descriptor, durably: false)
            lock.release()
        }
    }

    deinit { release() }
}

/// The content of the file: the epoch, a space, and the holder, which is empty after release.
private struct LeaseText {
    let epoch: Int
    let worker: String

    init(epoch: Int, worker: String) {
        (self.epoch, self.worker) = (epoch, worker)
    }

    init?(of descriptor: Int32) {
        var bytes = [UInt8](repeating: 0, count: 1_024)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let parts = bytes.prefix(max(0, count)).split(
            separator: UInt8(ascii: " "),
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        guard parts.count == 2, let epoch = Int(String(decoding: parts[0], as: UTF8.self)) else { return nil }
        self.init(epoch: epoch, worker: String(decoding: parts[1], as: UTF8.self))
    }

    func write(to descriptor: Int32, durably: Bool = true) -> Bool {
        let bytes = Array("\(epoch) \(worker)".utf8.prefix(1_024))
        return pwrite(descriptor, bytes, bytes.count, 0) == bytes.count
            && ftruncate(descriptor, off_t(bytes.count)) == 0 && (!durably || fsync(descriptor) == 0)
    }
}
