import Glibc
import LedgerSystem
import Testing

struct `A small file` {
    private let path = "/tmp/stackledger-file-\(UInt64.random(in: 0 ... .max))"

    @Test func `is replaced atomically and privately`() throws {
        defer { unlink(path) }
        try SmallFile.replace(path, with: [1, 2])
        try SmallFile.replace(path, with: [3])
        let (bytes, isPrivate) = try SmallFile.read(path)
        #expect(bytes == [3] && isPrivate)
        chmod(path, 0o644)
        #expect(try !SmallFile.read(path).isPrivate)
    }

    @Test func `left half written by a killed process is overwritten`() throws {
        defer { unlink(path) }
        try DurableFile.replace("\(path).new", with: [9])
        try SmallFile.replace(path, with: [1])
        #expect(try SmallFile.read(path).bytes == [1] && !DurableFile.exists("\(path).new"))
    }

    @Test func `is rejected if it is missing, not a file, or large`() throws {
        #expect(throws: FileFault.missing) { _ = try SmallFile.read(path) }
        #expect(throws: FileFault.system(EISDIR)) { _ = try SmallFile.read("/tmp") }
        defer { unlink(path) }
        try SmallFile.replace(path, with: [UInt8](repeating: 0, count: SmallFile.largest + 1))
        #expect(throws: FileFault.tooLarge) { _ = try SmallFile.read(path) }
    }

    @Test func `takes the place of a file alone`() throws {
        defer { for name in ["", ".victim", ".new"] { unlink(path + name) } }
        try SmallFile.replace("\(path).victim", with: [7])
        for make in [{ symlink("\(self.path).victim", self.path) }, { mkfifo(self.path, 0o600) }] {
            #expect(make() == 0)
            #expect(throws: FileFault.system(SystemError.notAFile.code)) { try SmallFile.replace(path, with: [1]) }
            unlink(path)
        }
        #expect(try SmallFile.read("\(path).victim").bytes == [7])
    }

    @Test func `is written under a new name only`() throws {
        defer { for name in ["", ".victim", ".mine"] { unlink(path + name) } }
        try SmallFile.replace("\(path).victim", with: [7])
        #expect(symlink("\(path).victim", "\(path).mine") == 0)
        #expect(throws: SystemError(EEXIST)) { try DurableFile.replace(path, with: [1], temporary: "\(path).mine") }
        #expect(try SmallFile.read("\(path).victim").bytes == [7] && !DurableFile.exists(path))
    }

    @Test func `is gone after erasing, even if it was missing`() throws {
        try SmallFile.replace(path, with: [1])
        try SmallFile.erase(path)
        try SmallFile.erase(path)
        #expect(!DurableFile.exists(path))
    }
}
