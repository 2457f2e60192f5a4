import Glibc
import LedgerSystem
import Testing

struct `A file lock` {
    private let path = "/tmp/stackledger-lock-\(UInt64.random(in: 0 ... .max))"

    @Test func `excludes a second one, also in the same process, until it is released`() throws {
        defer { unlink(path) }
        let first = try FileLock(.file, path), second = try FileLock(.file, path)
        try first.acquire()
        #expect(try !second.acquireIfFree())
        first.release()
        #expect(try second.acquireIfFree())
    }

    @Test func `can be shared, and then blocks exclusive locks`() throws {
        defer { unlink(path) }
        let first = try FileLock(.file, path), second = try FileLock(.file, path), third = try FileLock(.file, path)
        try first.acquire(.shared)
        try second.acquire(.shared)
        #expect(try !third.acquireIfFree())
    }

    @Test func `knows that its file was replaced`() throws {
        defer { unlink(path) }
        let lock = try FileLock(.file, path)
        let before = lock.isInPlace
        try DurableFile.replace(path, with: [1])
        let after = lock.isInPlace
        #expect(before && !after)
    }

    @Test func `creates a private file`() throws {
        defer { unlink(path) }
        _ = try FileLock(.file, path)
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    }

    @Test func `on a missing path is an error`() {
        #expect(throws: SystemError(ENOENT)) { _ = try FileLock(.existingFile, path) }
        #expect(throws: SystemError(ENOENT)) { _ = try FileLock(.directory, path) }
    }
}
